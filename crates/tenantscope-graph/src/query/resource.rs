//! What Graph holds, and which query options it takes for each.

use serde::de::DeserializeOwned;
use tenantscope_core::{Operation, RateLimit};

/// A kind of thing that Graph holds: where it stands, and what reading it needs.
///
/// The other traits of this module say which query options it takes, so that a setter which the service
/// would refuse doesn't compile.
pub trait Resource: Send + Sync + 'static {
    /// What one of them is read as.
    type Item: DeserializeOwned;

    /// Its path below the version, for what doesn't stand below something else.
    const PATH: &'static [&'static str];

    /// Listing it.
    const LIST: &'static Operation;

    /// Members that the model has and a `$select` of a list doesn't take: relations, and what the service sends for
    /// single objects only or with a licence of its own.
    const EXCEPT: &'static [&'static str] = &[];

    /// Whether it is a directory object, for which advanced queries need `ConsistencyLevel: eventual`.
    const DIRECTORY: bool = false;
}

/// Has single objects that can be fetched by id.
#[diagnostic::on_unimplemented(message = "Microsoft Graph has no single objects of `{Self}` to fetch by id")]
pub trait Single: Resource {
    /// Fetching one.
    const GET: &'static Operation;
}

/// Takes `$top`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$top` for `{Self}`")]
pub trait Top: Resource {
    /// The most that one page may have. More is refused before the request.
    const MOST: u32;
}

/// Takes `$skip`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$skip` for `{Self}`")]
pub trait Skip: Resource {}

/// Takes `$filter`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$filter` for `{Self}`")]
pub trait Filterable: Resource {}

/// Takes `$select`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$select` for `{Self}`")]
pub trait Select: Resource {}

/// Takes `$orderby`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$orderby` for `{Self}`")]
pub trait Order: Resource {}

/// Takes `$expand`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$expand` for `{Self}`")]
pub trait Expand: Resource {}

/// Takes `$search`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$search` for `{Self}`")]
pub trait Search: Resource {}

/// Takes `$count=true`.
#[diagnostic::on_unimplemented(message = "Microsoft Graph takes no `$count` for `{Self}`")]
pub trait Count: Resource {}

/// Reading something, with the permissions of which any one suffices.
pub(crate) const fn operation(
    name: &'static str,
    permissions: &'static [&'static str],
    limit: Option<RateLimit>,
) -> Operation {
    let operation = Operation::new(name).permissions(permissions);
    match limit {
        Some(limit) => operation.limit(limit),
        None => operation,
    }
}

/// Makes a resource: its place, its permissions, and the options that it takes.
macro_rules! resource {
    (
        $(#[$meta:meta])*
        pub struct $name:ident of $item:ty;
        path $path:expr;
        list $list:literal needs $permissions:expr $(, limit $limit:expr)?;
        $( get $get:literal $(needs $get_permissions:expr)?; )?
        $( directory $directory:literal; )?
        $( top $most:literal; )?
        takes [ $( $option:ident ),* $(,)? ];
        $( except [ $( $except:literal ),* $(,)? ]; )?
        $( fields {
            $( $(#[$field_meta:meta])* $field:ident: $value:ty = $wire:literal $([ $($op:ident),* ])?; )*
        } )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct $name;

        const _: () = {
            const PERMISSIONS: &[&str] = &$permissions;
            const LIMIT: Option<::tenantscope_core::RateLimit> = resource!(@limit $( $limit )?);
            static LIST: ::tenantscope_core::Operation =
                crate::query::operation($list, PERMISSIONS, LIMIT);

            impl crate::query::Resource for $name {
                type Item = $item;
                const PATH: &'static [&'static str] = &$path;
                const LIST: &'static ::tenantscope_core::Operation = &LIST;
                $( const DIRECTORY: bool = $directory; )?
                $( const EXCEPT: &'static [&'static str] = &[$( $except ),*]; )?
            }

            $(
                static GET: ::tenantscope_core::Operation = crate::query::operation(
                    $get,
                    resource!(@first [$( &$get_permissions )?] PERMISSIONS),
                    LIMIT,
                );

                impl crate::query::Single for $name {
                    const GET: &'static ::tenantscope_core::Operation = &GET;
                }
            )?

            $( impl crate::query::Top for $name { const MOST: u32 = $most; } )?
            $( impl crate::query::$option for $name {} )*
        };

        $(
            impl $name {
                $(
                    $(#[$field_meta])*
                    #[doc = concat!("The member `", $wire, "`, for filters, orders and selections.")]
                    pub const $field: crate::query::Field<Self, $value> =
                        crate::query::Field::new($wire) $( $( .$op() )* )?;
                )*
            }
        )?
    };
    (@limit $limit:expr) => { Some($limit) };
    (@limit) => { None };
    (@first [$own:expr] $default:expr) => { $own };
    (@first [] $default:expr) => { $default };
}
