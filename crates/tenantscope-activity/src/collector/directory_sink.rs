//! A sink that writes files.

use std::{
    fmt,
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use tenantscope_core::{Error, Item, Result, async_trait};
use tokio::sync::RwLock;

use super::{
    Change, Committed, FeedId, Segment, Sink,
    store::{file_name, local},
};
use crate::{AuditRecord, ContentDescriptor, ContentId, RecordKey};

/// Writes one file of JSON lines for each blob, each line a record as it was received but for its line breaks.
///
/// ```text
/// out/aaaaaaaa-0000-4000-8000-000000000001/Audit.Exchange/2026-11-22/<blob>.jsonl
/// ```
///
/// A file appears whole, by being renamed, and is never changed: a program that follows the directory may take it
/// at once. Whatever the moment at which the collector ends, each record is in the files exactly once.
/// Records that can't be read are in a file beside it, `<blob>.rejected`, as they came; for one that is too long to
/// be kept there is a line that says so.
///
/// A line break in a record can only stand between its tokens, never within a text, so that leaving it out
/// changes nothing.
#[derive(Debug)]
pub struct DirectorySink {
    directory: PathBuf,
    synced: bool,
    /// Held for reading by every commit: one whose caller has gone away still goes on.
    commits: Arc<RwLock<()>>,
}

impl DirectorySink {
    /// Writes below this directory.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), synced: true, commits: Arc::default() }
    }

    /// Whether files are flushed to the disk before they count, so that they outlive a power failure. They are by
    /// default; without it they outlive the end of the program, not of the machine.
    pub fn synced(mut self, synced: bool) -> Self {
        self.synced = synced;
        self
    }

    fn path(&self, feed: &FeedId, blob: &ContentDescriptor) -> PathBuf {
        let day =
            blob.content_created.map_or_else(|| "undated".to_owned(), |created| created.date().to_string());
        self.directory
            .join(file_name(&feed.tenant))
            .join(file_name(feed.content_type.as_str()))
            .join(day)
            .join(blob_name(&blob.content_id))
    }
}

/// A file name for a blob: the beginning of its id to recognize it by, and a hash to tell it from others.
fn blob_name(id: &ContentId) -> String {
    let beginning: String = id.as_str().chars().take(40).collect();
    format!("{}-{:016x}.jsonl", file_name(&beginning), crate::record::fingerprint(id.as_str()) >> 64)
}

#[async_trait]
impl Sink for DirectorySink {
    async fn begin(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Box<dyn Segment>> {
        let path = self.path(feed, blob);
        let part = path.with_extension("part");
        let open = || {
            fs::create_dir_all(path.parent().unwrap_or(&self.directory))?;
            File::create(&part)
        };
        let file = open().map_err(|error| local("make the file", &part, error))?;
        let segment = DirectorySegment {
            path,
            part,
            file: Some(file),
            buffer: Vec::new(),
            rejected: Vec::new(),
            synced: self.synced,
            commits: Arc::clone(&self.commits),
        };
        Ok(Box::new(segment))
    }

    async fn committed(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<Option<Vec<RecordKey>>> {
        let path = self.path(feed, blob);
        let _no_commits = self.commits.write().await;
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(local("read the file", &path, error)),
        };
        let mut keys = Vec::new();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| local("read the file", &path, error))?;
            keys.extend(serde_json::from_str::<AuditRecord>(&line).ok().and_then(|record| record.key()));
        }
        Ok(Some(keys))
    }

    async fn rejected(&self, feed: &FeedId, blob: &ContentDescriptor) -> Result<u64> {
        let path = self.path(feed, blob).with_extension("rejected");
        match fs::read(&path) {
            Ok(text) => Ok(text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() as u64),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(local("read the file", &path, error)),
        }
    }
}

struct DirectorySegment {
    path: PathBuf,
    part: PathBuf,
    /// `None` once it is committed.
    file: Option<File>,
    buffer: Vec<u8>,
    rejected: Vec<u8>,
    synced: bool,
    commits: Arc<RwLock<()>>,
}

/// How much is written at a time.
const BUFFER: usize = 64 * 1_024;

#[async_trait]
impl Segment for DirectorySegment {
    async fn write(&mut self, records: &[Item<AuditRecord>]) -> Result<()> {
        for record in records {
            push_line(&mut self.buffer, record.raw());
        }
        if self.buffer.len() >= BUFFER {
            self.flush().map_err(|error| local("write the file", &self.part, error))?;
        }
        Ok(())
    }

    async fn reject(&mut self, error: &Error) -> Result<()> {
        if let Some(body) = error.body() {
            push_line(&mut self.rejected, body);
        } else {
            let line = serde_json::json!({ "rejected": error.to_string() }).to_string();
            push_line(&mut self.rejected, line.as_bytes());
        }
        Ok(())
    }

    async fn commit(mut self: Box<Self>, except: &[usize], _: &Change) -> Result<Committed> {
        let except = except.to_vec();
        let path = self.path.clone();
        let committing = Arc::clone(&self.commits).read_owned().await;
        let write = tokio::task::spawn_blocking(move || {
            let _committing = committing;
            self.finish(&except)
        });
        let written = write.await.map_err(io::Error::other).and_then(|written| written);
        written.map_err(|error| local("write the file", &path, error))?;
        Ok(Committed::Records)
    }
}

impl DirectorySegment {
    fn flush(&mut self) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(&self.buffer)?;
        }
        self.buffer.clear();
        Ok(())
    }

    fn finish(&mut self, except: &[usize]) -> io::Result<()> {
        self.flush()?;
        if !except.is_empty() {
            self.leave_out(except)?;
        }
        if !self.rejected.is_empty() {
            self.finish_rejected()?;
        }
        let Some(file) = self.file.take() else { return Ok(()) };
        if self.synced {
            file.sync_data()?;
        }
        fs::rename(&self.part, &self.path)?;
        if self.synced
            && let Some(directory) = self.path.parent()
        {
            sync_directory(directory)?;
        }
        Ok(())
    }

    /// The rejected ones' file is there, whole, before the records' file is.
    fn finish_rejected(&self) -> io::Result<()> {
        let part = self.path.with_extension("rejected-part");
        let mut file = File::create(&part)?;
        file.write_all(&self.rejected)?;
        if self.synced {
            file.sync_data()?;
        }
        fs::rename(&part, self.path.with_extension("rejected"))
    }

    /// Writes the file anew without some of its lines.
    fn leave_out(&mut self, except: &[usize]) -> io::Result<()> {
        let whole = BufReader::new(File::open(&self.part)?);
        let again = self.part.with_extension("again");
        let mut file = io::BufWriter::new(File::create(&again)?);
        for (place, line) in whole.split(b'\n').enumerate() {
            if except.binary_search(&place).is_err() {
                file.write_all(&line?)?;
                file.write_all(b"\n")?;
            }
        }
        self.file = Some(file.into_inner().map_err(io::IntoInnerError::into_error)?);
        fs::rename(&again, &self.part)
    }
}

/// Lengths only: what it holds are records.
impl fmt::Debug for DirectorySegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectorySegment")
            .field("path", &self.path)
            .field("buffer", &self.buffer.len())
            .field("rejected", &self.rejected.len())
            .finish_non_exhaustive()
    }
}

impl Drop for DirectorySegment {
    fn drop(&mut self) {
        if self.file.is_some() {
            // A file that stays behind is overwritten when the blob is fetched again.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Makes a renamed file's new name lasting, where the system has directories that can be flushed.
fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

/// Appends a record on one line.
fn push_line(buffer: &mut Vec<u8>, record: &[u8]) {
    if record.contains(&b'\n') || record.contains(&b'\r') {
        buffer.extend(record.iter().filter(|byte| !matches!(byte, b'\n' | b'\r')));
    } else {
        buffer.extend_from_slice(record);
    }
    buffer.push(b'\n');
}
