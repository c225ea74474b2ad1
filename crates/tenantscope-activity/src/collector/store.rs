//! Where checkpoints are kept.

use std::{
    collections::HashMap,
    fmt,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use tenantscope_core::{Error, ErrorKind, Result, async_trait};
use tokio::sync::RwLock;

use super::Change;
use crate::ContentType;

/// Which feed a checkpoint is of: a content type of a tenant in a cloud.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FeedId {
    /// The service's root, which tells clouds apart.
    pub root: String,
    /// The tenant's GUID.
    pub tenant: String,
    /// The content type.
    pub content_type: ContentType,
}

/// Keeps the steps of feeds, in their order.
///
/// A step counts once [`append`](Self::append) has returned, and must survive whatever the collector is to
/// survive. One collector writes to a feed at a time.
#[async_trait]
pub trait CheckpointStore: Send + Sync + fmt::Debug {
    /// The steps so far, in their order.
    async fn load(&self, feed: &FeedId) -> Result<Vec<Change>>;

    /// Adds steps behind the others: all of them, or the first few if it fails.
    async fn append(&self, feed: &FeedId, changes: &[Change]) -> Result<()>;

    /// Puts fewer steps in place of all, at once or not at all. They lead to the same state.
    async fn replace(&self, feed: &FeedId, changes: &[Change]) -> Result<()>;
}

/// Keeps checkpoints in memory: for tests, and for collectors that begin anew each time.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<HashMap<FeedId, Vec<Change>>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn with<R>(&self, f: impl FnOnce(&mut HashMap<FeedId, Vec<Change>>) -> R) -> R {
        // No code under this lock can panic halfway through a change.
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl CheckpointStore for MemoryStore {
    async fn load(&self, feed: &FeedId) -> Result<Vec<Change>> {
        Ok(self.with(|feeds| feeds.get(feed).cloned().unwrap_or_default()))
    }

    async fn append(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        self.with(|feeds| feeds.entry(feed.clone()).or_default().extend_from_slice(changes));
        Ok(())
    }

    async fn replace(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        self.with(|feeds| feeds.insert(feed.clone(), changes.to_vec()));
        Ok(())
    }
}

/// Keeps checkpoints in a directory: one file of JSON lines for each feed.
///
/// Steps are appended, and flushed to the disk when the low water moves: the others follow from the service and the
/// sink again if a power failure takes them. A last line that was cut is left out when the file is read. A checkpoint
/// that one store has read is locked until that store is dropped: another one's [`load`](CheckpointStore::load) fails.
#[derive(Debug)]
pub struct DirectoryStore {
    directory: PathBuf,
    open: Mutex<HashMap<FeedId, File>>,
    /// Locked as long as this store is there, so that no other process writes to the same checkpoints.
    locks: Mutex<HashMap<FeedId, File>>,
    /// Held for reading by every write: one whose caller has gone away still goes on.
    writes: Arc<RwLock<()>>,
}

impl DirectoryStore {
    /// Keeps checkpoints in this directory, which is made if it isn't there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if it can't be made.
    pub fn new(directory: impl Into<PathBuf>) -> Result<Self> {
        let directory = directory.into();
        fs::create_dir_all(&directory).map_err(|error| local("make the directory", &directory, error))?;
        Ok(Self { directory, open: Mutex::default(), locks: Mutex::default(), writes: Arc::default() })
    }

    fn path(&self, feed: &FeedId) -> PathBuf {
        let host = feed.root.trim_start_matches("https://").trim_start_matches("http://");
        let name = format!("{host}-{}-{}.jsonl", feed.tenant, feed.content_type);
        self.directory.join(file_name(&name))
    }

    /// Keeps other processes away from a checkpoint, where the file system has locks.
    fn lock(&self, feed: &FeedId) -> Result<()> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        if locks.contains_key(feed) {
            return Ok(());
        }
        let path = self.path(feed).with_extension("lock");
        let file = File::create(&path).map_err(|error| local("make the file", &path, error))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(Error::builder(ErrorKind::Local)
                .detail(format!("another collector has locked `{}`", path.display()))
                .advice("Let one collector at a time write to a directory of checkpoints.")
                .build());
        }
        locks.insert(feed.clone(), file);
        Ok(())
    }

    /// Reads the lines and cuts off what isn't one.
    fn read(path: &Path) -> io::Result<Vec<Change>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut reader = BufReader::new(file);
        let (mut changes, mut good, mut line) = (Vec::new(), 0, String::new());
        loop {
            line.clear();
            let length = reader.read_line(&mut line)?;
            if length == 0 {
                return Ok(changes);
            }
            match serde_json::from_str(&line) {
                Ok(change) if line.ends_with('\n') => changes.push(change),
                _ if reader.fill_buf()?.is_empty() => {
                    OpenOptions::new().write(true).open(path)?.set_len(good)?;
                    return Ok(changes);
                }
                Ok(_) | Err(_) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "a line is no step of a checkpoint",
                    ));
                }
            }
            good += length as u64;
        }
    }
}

#[async_trait]
impl CheckpointStore for DirectoryStore {
    async fn load(&self, feed: &FeedId) -> Result<Vec<Change>> {
        let path = self.path(feed);
        self.lock(feed)?;
        let _no_writes = self.writes.write().await;
        Self::read(&path).map_err(|error| local("read the checkpoint", &path, error))
    }

    async fn append(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        let path = self.path(feed);
        let file = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(feed);
        let text = lines(changes)?;
        let lasting = changes.iter().any(moves_the_low_water);
        let writing = Arc::clone(&self.writes).read_owned().await;
        let written = tokio::task::spawn_blocking(move || {
            let _writing = writing;
            let mut file = match file {
                Some(file) => file,
                None => OpenOptions::new().append(true).create(true).open(&path)?,
            };
            file.write_all(&text)?;
            if lasting {
                file.sync_data()?;
            }
            Ok(file)
        });
        let written = written.await.map_err(io::Error::other).and_then(|file| file);
        let file = written.map_err(|error| local("write the checkpoint", &self.path(feed), error))?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(feed.clone(), file);
        Ok(())
    }

    async fn replace(&self, feed: &FeedId, changes: &[Change]) -> Result<()> {
        let path = self.path(feed);
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(feed);
        let write = || {
            let new = path.with_extension("new");
            let mut file = BufWriter::new(File::create(&new)?);
            for change in changes {
                serde_json::to_writer(&mut file, change)?;
                file.write_all(b"\n")?;
            }
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()?;
            fs::rename(&new, &path)
        };
        write().map_err(|error| local("shorten the checkpoint", &path, error))
    }
}

/// Whether what was listed before won't be listed again for this step.
fn moves_the_low_water(change: &Change) -> bool {
    matches!(change, Change::Listed { .. } | Change::Gap(_) | Change::Lost(_))
}

fn lines(changes: &[Change]) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    for change in changes {
        serde_json::to_writer(&mut text, change)
            .map_err(|_| Error::new(ErrorKind::Local, "a step can't be written as JSON"))?;
        text.push(b'\n');
    }
    Ok(text)
}

/// A name that every file system takes.
pub(super) fn file_name(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    text.chars().map(plain).collect()
}

pub(super) fn local(what: &str, path: &Path, error: io::Error) -> Error {
    Error::builder(ErrorKind::Local)
        .detail(format!("can't {what} `{}`", path.display()))
        .source(error)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> FeedId {
        FeedId {
            root: "https://manage.office.com/".into(),
            tenant: "t".into(),
            content_type: ContentType::AuditExchange,
        }
    }

    fn started(at: i64) -> Change {
        Change::Started { at }
    }

    #[tokio::test]
    async fn steps_outlive_the_store() {
        let directory = super::super::temporary_directory("store");
        let store = DirectoryStore::new(&directory).unwrap();
        assert_eq!(store.load(&feed()).await.unwrap(), []);
        store.append(&feed(), &[started(1), started(2)]).await.unwrap();
        store.append(&feed(), &[started(3)]).await.unwrap();
        let again = DirectoryStore::new(&directory).unwrap();
        assert_eq!(again.load(&feed()).await.unwrap_err().kind(), ErrorKind::Local, "two at a time");
        drop(store);
        assert_eq!(again.load(&feed()).await.unwrap(), [started(1), started(2), started(3)]);
        again.replace(&feed(), &[started(3)]).await.unwrap();
        again.append(&feed(), &[started(4)]).await.unwrap();
        assert_eq!(again.load(&feed()).await.unwrap(), [started(3), started(4)]);
        fs::remove_dir_all(directory).unwrap();
    }

    #[tokio::test]
    async fn line_that_a_crash_cut_never_counted() {
        let directory = super::super::temporary_directory("torn");
        let store = DirectoryStore::new(&directory).unwrap();
        store.append(&feed(), &[started(1)]).await.unwrap();
        let path = store.path(&feed());
        let whole = fs::read(&path).unwrap();
        for cut in 1..=whole.len() {
            let mut text = whole.clone();
            text.extend_from_slice(&whole[..cut]);
            let complete = cut == whole.len();
            fs::write(&path, &text).unwrap();
            let store = DirectoryStore::new(&directory).unwrap();
            assert_eq!(store.load(&feed()).await.unwrap().len(), if complete { 2 } else { 1 });
            store.append(&feed(), &[started(9)]).await.unwrap();
            assert_eq!(store.load(&feed()).await.unwrap().last(), Some(&started(9)));
        }
        fs::write(&path, b"nonsense\n{}\n").unwrap();
        assert_eq!(store.load(&feed()).await.unwrap_err().kind(), ErrorKind::Local);
        fs::remove_dir_all(directory).unwrap();
    }
}
