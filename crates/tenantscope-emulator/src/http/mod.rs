//! HTTP as the services see it: what was asked, what is answered, and the sockets below.

pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod pipeline;
pub(crate) mod reply;
pub(crate) mod server;
pub(crate) mod wire;

pub(crate) use call::Call;
pub(crate) use reply::{Outcome, Reply};
