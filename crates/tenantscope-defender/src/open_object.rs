//! Objects whose members the service doesn't settle: any may come, in any letter case.

/// Makes a type that keeps every member of a JSON object as it came.
macro_rules! open_object {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(serde_json::Map<String, serde_json::Value>);

        impl $name {
            /// A member by its name, whatever its letters' case on the wire. `null` counts as absent.
            pub fn get(&self, name: &str) -> Option<&serde_json::Value> {
                let exact = self.0.get(name);
                let found = exact.or_else(|| {
                    self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
                });
                found.filter(|value| !value.is_null())
            }

            /// A member that is a text and not an empty one.
            pub fn text(&self, name: &str) -> Option<&str> {
                self.get(name)?.as_str().filter(|text| !text.is_empty())
            }

            /// All members as they came.
            pub fn members(&self) -> &serde_json::Map<String, serde_json::Value> {
                &self.0
            }
        }

        impl From<serde_json::Map<String, serde_json::Value>> for $name {
            fn from(members: serde_json::Map<String, serde_json::Value>) -> Self {
                Self(members)
            }
        }
    };
}

pub(crate) use open_object;
