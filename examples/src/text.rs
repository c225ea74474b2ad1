//! How the examples' reports read.

use comfy_table::{CellAlignment, Table, presets};

/// A plain table whose first columns are numbers.
pub fn table<const N: usize>(head: [&str; N], numbers: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(head);
    for column in table.column_iter_mut().take(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Adds the lines of a text, each behind the indent.
pub fn line(out: &mut String, indent: &str, text: &str) {
    for line in text.lines() {
        out.push_str(indent);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A percentage, which may not be there yet.
pub fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "not assessed yet".to_owned(), |value| format!("{value:.1} %"))
}

/// Points out of the points that there are to earn.
pub fn points(current: Option<f64>, max: Option<f64>) -> String {
    match (current, max) {
        (Some(current), Some(max)) => format!("{current:.2} of {max:.2}"),
        (Some(current), None) => format!("{current:.2}"),
        _ => "-".to_owned(),
    }
}

/// A count, which the service may not have told.
pub fn count(value: Option<i64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
