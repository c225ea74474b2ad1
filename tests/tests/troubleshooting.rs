//! The page for operators knows every code that the library explains, and no other.
#![allow(clippy::unwrap_used)] // in tests a panic is the report

use std::collections::BTreeSet;

use tenantscope::entra::Explanation;

const PAGE: &str = include_str!("../../docs/TROUBLESHOOTING.md");

/// The numbers after `AADSTS` in the tables of the page.
fn codes_of_the_page() -> BTreeSet<u32> {
    let rows = PAGE.lines().filter(|line| line.starts_with('|'));
    rows.flat_map(|row| row.split("AADSTS").skip(1)).filter_map(leading_number).collect()
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

#[test]
fn every_explained_code_has_a_row_and_every_row_an_explanation() {
    let explained: BTreeSet<u32> = Explanation::all().map(|(code, _)| code).collect();
    let page = codes_of_the_page();
    let missing: Vec<_> = explained.difference(&page).collect();
    assert!(missing.is_empty(), "the page lacks {missing:?}");
    let unexplained: Vec<_> = page.difference(&explained).collect();
    assert!(unexplained.is_empty(), "the library doesn't explain {unexplained:?}");
}

#[test]
fn every_row_has_as_many_cells_as_its_table() {
    let mut columns = None;
    for (number, line) in PAGE.lines().enumerate() {
        let cells = line.starts_with('|').then(|| line.split('|').count());
        assert!(columns.is_none() || cells.is_none() || columns == cells, "line {}: {line}", number + 1);
        columns = cells;
    }
}
