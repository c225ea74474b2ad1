//! Blobs that were asked for before. They never change, and making them is dearer than sending them:
//! a client that is measured against the emulator shall not measure the emulator.

use std::{collections::HashMap, sync::Mutex};

use bytes::Bytes;

use crate::{http::Reply, world::lock};

/// When this much is held, everything is made anew.
const LIMIT: usize = 256 << 20;

/// Rendered blobs, plain and compressed, by tenant, id and what the reader may see.
#[derive(Debug, Default)]
pub(crate) struct BlobCache(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    blobs: HashMap<String, Reply>,
    bytes: usize,
}

impl BlobCache {
    /// The blob with this key; made by `make` the first time.
    pub(crate) fn get(&self, key: String, make: impl FnOnce() -> Reply) -> Reply {
        if let Some(reply) = lock(&self.0).blobs.get(&key) {
            return reply.clone();
        }
        let reply = make().packed();
        let size = reply.body.len() + reply.packed.as_ref().map_or(0, Bytes::len);
        let mut held = lock(&self.0);
        if held.bytes + size > LIMIT {
            *held = Held::default();
        }
        held.bytes += size;
        held.blobs.insert(key, reply.clone());
        reply
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blob_is_made_once_and_compressed_with_it() {
        let cache = BlobCache::default();
        let first = cache.get("a".into(), || Reply::json(200, &json!("x".repeat(1000))));
        let again = cache.get("a".into(), || unreachable!("it is held"));
        assert_eq!((&first.body, &first.packed), (&again.body, &again.packed));
        assert!(again.gzip(Some("gzip")).body.len() < first.body.len());
    }
}
