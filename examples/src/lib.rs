//! What the examples share: where they find their tenants, and how they speak to a terminal.

mod settings;
mod terminal;

pub use crate::{
    settings::{Settings, VARIABLES},
    terminal::{Progress, explain, one_line},
};
