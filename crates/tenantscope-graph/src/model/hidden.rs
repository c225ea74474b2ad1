//! Texts that must not be seen.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{schema::Form, wire::Wire};

/// A text of an answer that must not be seen, such as a password. `Debug` hides it.
///
/// It is written where the model is written, since that is what was received.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

impl Wire for Hidden {
    const FORM: Form = Form::Text;

    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(source)
    }
}
