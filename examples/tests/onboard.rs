//! Runs the program `onboard` as a user does, and plays the administrator where it is run for real.
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use tenantscope_emulator::{Emulator, Service};

/// The program, with these variables and no others of Azure's.
fn onboard(variables: &[(&str, String)]) -> Command {
    let test = env::current_exe().unwrap();
    let program: PathBuf = test.parent().and_then(Path::parent).unwrap().join("examples/onboard");
    let mut command = Command::new(program);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("AZURE_")) {
        command.env_remove(name);
    }
    for name in
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"]
    {
        command.env_remove(name);
    }
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

fn run(arguments: &[&str]) -> (Output, String) {
    let output = onboard(&[]).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, text)
}

/// Gets a page over plain HTTP: the status line and headers, and the body.
fn get(authority: &str, target: &str) -> (String, String) {
    let mut stream = TcpStream::connect(authority).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[test]
fn second_tenant_of_the_emulator_is_onboarded_step_by_step() {
    let (output, text) = run(&[]);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.lines().next().unwrap().contains("emulator"), "{text}");
    for words in [
        "/adminconsent?client_id=",
        "It claims the tenant ",
        "A token of that tenant proves it.",
        "missing: none",
        "granted and not needed: Organization.Read.All",
        "Secure Score: ",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(output.stderr.is_empty(), "no progress line where there is no terminal");
}

#[test]
fn administrator_who_does_not_consent_ends_it_with_a_reason() {
    for (answer, code) in [("cancel", "permission_denied"), ("deny", "access_denied")] {
        let (output, text) = run(&["--administrator", answer]);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("Not onboarded: ") && text.contains(code), "{text}");
        assert!(!text.contains("Secure Score"), "{text}");
    }
}

/// The program while it waits for the administrator.
struct Waiting {
    child: Child,
    output: BufReader<ChildStdout>,
    link: String,
    folder: PathBuf,
}

impl Waiting {
    /// Runs it as one that believes it speaks to Microsoft, until it shows the link.
    fn start(emulator: &Emulator, name: &str) -> Self {
        let folder = env::temp_dir().join(format!("tenantscope-onboard-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let roots = folder.join("ca.pem");
        fs::write(&roots, emulator.ca_pem().unwrap()).unwrap();
        let tenants = emulator.tenants();
        let mut child = onboard(&[
            ("HTTPS_PROXY", emulator.proxy_url().unwrap().to_owned()),
            ("SSL_CERT_FILE", roots.to_str().unwrap().to_owned()),
            ("AZURE_TENANT_ID", format!("{},{}", tenants[0].id(), tenants[1].domain())),
            ("AZURE_CLIENT_ID", emulator.app().client_id().to_string()),
            ("AZURE_CLIENT_SECRET", emulator.app().secret()),
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut link = String::new();
        while !link.contains("/adminconsent?") {
            link.clear();
            assert!(output.read_line(&mut link).unwrap() > 0, "the program ended without a link");
        }
        Self { child, output, link: link.trim().to_owned(), folder }
    }

    /// The address to come back to.
    fn redirect(&self) -> String {
        let after = self.link.split("redirect_uri=http%3A%2F%2F").nth(1).unwrap();
        after.split('&').next().unwrap().replace("%3A", ":").replace("%2F", "/")
    }

    /// Comes back with this query: status line and headers, and the page.
    fn come_back(&self, query: &str) -> (String, String) {
        let redirect = self.redirect();
        let (authority, path) = redirect.split_at(redirect.find('/').unwrap());
        get(authority, &format!("{path}?{query}"))
    }

    /// What it says from here on, and how it ends.
    fn finish(mut self) -> (Option<i32>, String) {
        let mut text = String::new();
        self.output.read_to_string(&mut text).unwrap();
        let status = self.child.wait().unwrap();
        fs::remove_dir_all(&self.folder).unwrap();
        (status.code(), text)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_run_shows_the_link_and_takes_no_other_redirect_for_its_own() {
    let emulator = Emulator::builder().tenants(2).proxy(true).start().await.unwrap();
    let customer = emulator.tenants()[1].clone();
    customer.revoke_consent();
    let login = emulator.origin(Service::Login).strip_prefix("http://").unwrap().to_owned();
    let id = customer.id();
    let (code, text) = tokio::task::spawn_blocking(move || {
        let program = Waiting::start(&emulator, "real");
        let page = program.link.strip_prefix("https://login.microsoftonline.com").unwrap();
        assert!(page.starts_with(&format!("/{}/adminconsent?", customer.domain())), "{page}");

        // a connection that says nothing, a forged redirect, and a browser that wants an icon
        let silent = TcpStream::connect(program.redirect().split('/').next().unwrap()).unwrap();
        let forged = format!("tenant={}&state=forged&admin_consent=True", customer.id());
        assert!(program.come_back(&forged).0.starts_with("HTTP/1.1 400 "));
        let authority = program.redirect();
        assert!(get(authority.split('/').next().unwrap(), "/favicon.ico").0.starts_with("HTTP/1.1 404 "));

        let (answer, _) = get(&login, page);
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        let (answer, body) = program.come_back(location.split_once('?').unwrap().1);
        assert!(answer.starts_with("HTTP/1.1 200 ") && body.contains("Thank you"), "{answer}");
        drop(silent);
        program.finish()
    })
    .await
    .unwrap();
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains(&format!("claims the tenant {id}")) && text.contains("Secure Score: "), "{text}");
}
