//! What the examples share: where they find their tenants, how they speak to a terminal, and how their reports read.

mod outcome;
mod settings;
mod terminal;
mod text;

pub use crate::{
    outcome::{Failure, Outcome},
    settings::{Settings, VARIABLES},
    terminal::{Progress, explain, one_line},
    text::{count, line, percent, points, table},
};
