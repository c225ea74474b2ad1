//! One call for documentation examples.

use std::error::Error;

use crate::{Emulator, Tenant};

/// Runs an example against a fresh emulator's first tenant.
///
/// ```
/// tenantscope_emulator::run(async |tenant| {
///     assert_eq!(tenant.name(), "Contoso");
///     Ok(())
/// });
/// ```
///
/// # Panics
///
/// If the example fails, with its error and what caused it; or if no runtime or port can be had.
pub fn run<F>(example: F)
where
    F: AsyncFnOnce(Tenant) -> Result<(), Box<dyn Error>>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| {
        runtime.block_on(async {
            let emulator = Emulator::start().await?;
            example(emulator.tenant()).await
        })
    });
    if let Err(error) = outcome {
        panic!("{}", chain(error.as_ref()));
    }
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
