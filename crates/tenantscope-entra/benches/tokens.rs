//! How fast tokens are handed out.

fn main() {
    divan::main();
}
