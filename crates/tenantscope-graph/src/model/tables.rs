//! The tables that models are written in. Each expands to a plain `derive`d struct or an open enum.

/// Makes structs whose members may be absent and are read leniently.
///
/// A row says what a reader wants to know, a member's name and type; what is the same for every member
/// is said here once: it may be missing, `null` or an empty text; numbers and truth values may come as
/// texts; what is absent isn't written.
macro_rules! models {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident: $wire:literal $(| $also:literal)* {
            $( $(#[$member_meta:meta])* pub $member:ident: $type:ty, )*
        }
    )*) => {
        $(
            $(#[$meta])*
            #[doc = ""]
            #[doc = concat!("On the wire: `", $wire, "`.")]
            #[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
            #[serde(rename_all = "camelCase")]
            #[non_exhaustive]
            pub struct $name {
                $(
                    $(#[$member_meta])*
                    #[serde(
                        default,
                        deserialize_with = "crate::model::wire::Member::read",
                        skip_serializing_if = "crate::model::wire::Member::is_absent"
                    )]
                    pub $member: $type,
                )*
            }

            impl crate::model::wire::Wire for $name {
                const FORM: crate::model::schema::Form =
                    crate::model::schema::Form::Object(crate::model::schema::TypeRef::to::<Self>());

                fn read<'de, D: ::serde::Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
                    ::serde::Deserialize::deserialize(source)
                }
            }

            impl crate::model::schema::Model for $name {
                const TYPE: &'static crate::model::schema::Type = &{
                    let described = crate::model::schema::Type::object(
                        concat!("microsoft.graph.", $wire),
                        &[$( concat!("microsoft.graph.", $also) ),*],
                        crate::model::schema::member_names::<Self>,
                        &[$( <$type as crate::model::wire::Member>::FORM ),*],
                    );
                    #[cfg(test)]
                    let described = described.tried_by(crate::model::schema::read_and_write::<Self>);
                    described
                };
            }
        )*

        /// The types of this table.
        pub(crate) const MODELS: &[&crate::model::schema::Type] =
            &[$( <$name as crate::model::schema::Model>::TYPE ),*];
    };
}

/// Makes enumerations that keep values without a name; see [`open_enum!`](tenantscope_core::open_enum).
macro_rules! enums {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident: $wire:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    )*) => {
        $(
            ::tenantscope_core::open_enum! {
                $(#[$meta])*
                #[doc = ""]
                #[doc = concat!("On the wire: `", $wire, "`.")]
                pub enum $name {
                    $(
                        $(#[$variant_meta])*
                        #[doc = concat!("`", $text, "`.")]
                        $variant = $text,
                    )+
                }
            }

            impl crate::model::wire::Wire for $name {
                const FORM: crate::model::schema::Form =
                    crate::model::schema::Form::Enumeration(crate::model::schema::TypeRef::to::<Self>());

                fn read<'de, D: ::serde::Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
                    crate::model::wire::read_word(source)
                }
            }

            impl crate::model::schema::Model for $name {
                const TYPE: &'static crate::model::schema::Type = &crate::model::schema::Type::enumeration(
                    concat!("microsoft.graph.", $wire),
                    &[$( $text ),+],
                );
            }
        )*

        /// The enumerations of this table.
        pub(crate) const ENUMS: &[&crate::model::schema::Type] =
            &[$( <$name as crate::model::schema::Model>::TYPE ),*];
    };
}
