//! The names by which controls and recommendations are known everywhere.

use tenantscope_core::id_traits;

/// Makes a key that is compared without regard to case: nearly always a GUID, kept in lower case.
macro_rules! key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// The key in lower case.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.trim().to_ascii_lowercase().into())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        id_traits!($name);
    };
}

key! {
    /// A secure score control, the same in every subscription and tenant: the GUID that is its name.
    ///
    /// Display names change over time for the same control, so join and count by this.
    ControlKey
}

key! {
    /// A recommendation, the same in every subscription and tenant: the GUID of its metadata.
    ///
    /// A control's definition lists these, and every assessment carries one as its name, so that control,
    /// recommendations and affected resources join on it.
    AssessmentKey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_equal_in_any_case() {
        let upper: ControlKey = "34A42FB3-E6DB-409C-B56B-7B1DB6B8AEE0".into();
        assert_eq!(upper, ControlKey::from("34a42fb3-e6db-409c-b56b-7b1db6b8aee0"));
        assert_eq!(serde_json::to_string(&upper).unwrap(), r#""34a42fb3-e6db-409c-b56b-7b1db6b8aee0""#);
        assert_eq!(serde_json::from_str::<AssessmentKey>(r#""My-Own""#).unwrap().as_str(), "my-own");
    }
}
