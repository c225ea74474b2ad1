//! Finds the elements of a JSON array while it arrives, whatever the pieces that it arrives in.

use std::fmt;

use bytes::{Buf, Bytes, BytesMut};

/// Finds the elements of a JSON array while it arrives, in memory bounded by the largest element.
///
/// ```
/// use bytes::Bytes;
/// use tenantscope_activity::{ArraySplitter, Element};
///
/// let mut splitter = ArraySplitter::new(1024);
/// let mut found = Vec::new();
/// for piece in [r#"[{"a": "]"#, r#""}, {"b""#, r#": 2} ]"#] {
///     splitter.push(Bytes::from_static(piece.as_bytes()));
///     while let Some(element) = splitter.next()? {
///         if let Element::Whole(text) = element {
///             found.push(text);
///         }
///     }
/// }
/// splitter.finish()?;
/// assert_eq!(found, [r#"{"a": "]"}"#, r#"{"b": 2}"#]);
/// # Ok::<(), tenantscope_activity::SplitError>(())
/// ```
///
/// It knows only enough of JSON to see where an element ends. Whether the element itself is good shows when it is
/// read, and one that isn't doesn't hide those behind it. An element that lies within one piece is a slice of
/// it; only one that lies across pieces is copied.
pub struct ArraySplitter {
    limit: usize,
    /// What has arrived and isn't looked at yet.
    piece: Bytes,
    place: Place,
    /// The beginning of an element whose end hasn't arrived.
    carried: BytesMut,
    /// How long the present element is so far, also where it is too long to be kept.
    length: usize,
    /// Bytes looked at altogether.
    seen: u64,
}

/// One element of the array.
#[derive(Clone, PartialEq, Eq)]
pub enum Element {
    /// Its exact text.
    Whole(Bytes),
    /// It is longer than the limit: so many bytes, which weren't kept.
    TooLong(usize),
}

/// Lengths only: the texts are records.
impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(text) => write!(f, "Whole({} bytes)", text.len()),
            Self::TooLong(bytes) => write!(f, "TooLong({bytes} bytes)"),
        }
    }
}

/// Lengths only: the texts are records.
impl fmt::Debug for ArraySplitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArraySplitter")
            .field("limit", &self.limit)
            .field("seen", &self.seen)
            .field("place", &self.place)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// Why a text isn't an array.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (byte {at})")]
pub struct SplitError {
    problem: Problem,
    at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error("the text is no JSON array")]
    NoArray,
    #[error("the array ends too early")]
    Cut,
    #[error("the array has an element missing")]
    Missing,
    #[error("the array has no comma where one is due")]
    NoComma,
    #[error("the text goes on behind the array")]
    Behind,
}

impl SplitError {
    /// Whether the text is an array so far and just ends too early: the transfer was cut.
    pub fn is_cut(&self) -> bool {
        self.problem == Problem::Cut
    }
}

/// Where in the text the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the array; so many bytes of a byte order mark have been seen.
    Before(usize),
    /// An element may begin, or the array end.
    First,
    /// An element has to begin.
    Next,
    Inside(Inside),
    /// Behind an element.
    After,
    /// Behind the array.
    Behind,
    Failed(Problem),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// A number, `true`, `false` or `null`.
    Word,
    /// A string that is an element or stands in one, so many brackets deep.
    Text { depth: usize, escaped: bool },
    /// An object, list or string; so many brackets are open before the next byte.
    Brackets { depth: usize },
}

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

impl ArraySplitter {
    /// A splitter that keeps elements of up to so many bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            piece: Bytes::new(),
            place: Place::Before(0),
            carried: BytesMut::new(),
            length: 0,
            seen: 0,
        }
    }

    /// Takes the next piece. Call [`next`](Self::next) until it finds nothing more before the next one.
    pub fn push(&mut self, piece: Bytes) {
        if self.piece.is_empty() {
            self.piece = piece;
        } else {
            let mut joined = BytesMut::with_capacity(self.piece.len() + piece.len());
            joined.extend_from_slice(&self.piece);
            joined.extend_from_slice(&piece);
            self.piece = joined.freeze();
        }
    }

    /// The next element whose end has arrived.
    ///
    /// # Errors
    ///
    /// If the text isn't an array. What has been found before stays good.
    #[allow(clippy::should_implement_trait)] // an iterator would seem to end where only a piece does
    pub fn next(&mut self) -> Result<Option<Element>, SplitError> {
        loop {
            if let Place::Inside(inside) = self.place {
                if self.piece.is_empty() {
                    return Ok(None);
                }
                match end_of(inside, &self.piece) {
                    Ok(end) => {
                        self.place = Place::After;
                        return Ok(Some(self.take(end)));
                    }
                    Err(inside) => {
                        self.place = Place::Inside(inside);
                        self.carry();
                        return Ok(None);
                    }
                }
            }
            let Some(byte) = self.piece.first().copied() else {
                return Ok(None);
            };
            let place = self.place.then(byte);
            if let Place::Failed(problem) = place {
                self.place = place;
                return Err(SplitError { problem, at: self.seen });
            }
            // the first byte of an element without brackets or quotes belongs to it
            if !matches!(place, Place::Inside(_)) {
                self.piece.advance(1);
                self.seen += 1;
            }
            self.place = place;
        }
    }

    /// Says whether the array was whole.
    ///
    /// # Errors
    ///
    /// If its end hasn't arrived.
    pub fn finish(&self) -> Result<(), SplitError> {
        let problem = match self.place {
            Place::Behind if self.piece.is_empty() => return Ok(()),
            Place::Failed(problem) => problem,
            _ => Problem::Cut,
        };
        Err(SplitError { problem, at: self.seen })
    }

    /// Ends the present element with the next `end` bytes.
    fn take(&mut self, end: usize) -> Element {
        self.seen += end as u64;
        let length = std::mem::take(&mut self.length) + end;
        let rest = self.piece.split_to(end);
        if length > self.limit {
            self.carried.clear();
            return Element::TooLong(length);
        }
        if self.carried.is_empty() {
            return Element::Whole(rest);
        }
        self.carried.extend_from_slice(&rest);
        Element::Whole(self.carried.split().freeze())
    }

    /// Keeps the rest of the piece, in which the present element doesn't end.
    fn carry(&mut self) {
        self.seen += self.piece.len() as u64;
        self.length += self.piece.len();
        if self.length > self.limit {
            self.carried = BytesMut::new();
        } else {
            self.carried.extend_from_slice(&self.piece);
        }
        self.piece = Bytes::new();
    }
}

impl Place {
    /// Goes past a byte that stands between elements.
    fn then(self, byte: u8) -> Self {
        let blank = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        match self {
            Self::Before(mark) if mark < 3 && byte == BYTE_ORDER_MARK[mark] => Self::Before(mark + 1),
            Self::Before(0 | 3) if blank => Self::Before(3),
            Self::Before(0 | 3) if byte == b'[' => Self::First,
            Self::Before(_) => Self::Failed(Problem::NoArray),
            Self::First | Self::Next | Self::After | Self::Behind if blank => self,
            Self::First | Self::After if byte == b']' => Self::Behind,
            Self::After if byte == b',' => Self::Next,
            Self::After => Self::Failed(Problem::NoComma),
            Self::First | Self::Next => match byte {
                b'{' | b'[' | b'"' => Self::Inside(Inside::Brackets { depth: 0 }),
                b',' | b']' | b'}' | b':' => Self::Failed(Problem::Missing),
                _ => Self::Inside(Inside::Word),
            },
            Self::Behind => Self::Failed(Problem::Behind),
            Self::Inside(_) | Self::Failed(_) => self,
        }
    }
}

/// Where the element ends that begins or goes on with `text`; or how it stands where the text ends.
fn end_of(inside: Inside, text: &[u8]) -> Result<usize, Inside> {
    let (mut depth, mut at) = match inside {
        Inside::Word => {
            let end = text.iter().position(|byte| matches!(byte, b',' | b']' | b' ' | b'\t' | b'\r' | b'\n'));
            return end.ok_or(inside);
        }
        Inside::Brackets { depth } => (depth, 0),
        Inside::Text { depth, escaped } => {
            let start = usize::from(escaped);
            match end_of_text(text, start) {
                Ok(end) if depth == 0 => return Ok(end),
                Ok(end) => (depth, end),
                Err(escaped) => return Err(Inside::Text { depth, escaped }),
            }
        }
    };
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => loop {
                match end_of_text(text, at) {
                    Ok(end) if depth == 0 => return Ok(end),
                    Ok(end) => at = end,
                    Err(escaped) => return Err(Inside::Text { depth, escaped }),
                }
                // most strings are followed by another one
                match text.get(at..at + 2) {
                    Some(b":\"" | b",\"") => at += 2,
                    _ => break,
                }
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
            _ => {}
        }
    }
    Err(Inside::Brackets { depth })
}

/// Goes to behind the quote that ends a string; or says whether the text ends behind a backslash.
fn end_of_text(text: &[u8], start: usize) -> Result<usize, bool> {
    let mut at = start;
    loop {
        at = quote_or_backslash(text, at);
        match text.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(_) => at += 2,
            None => return Err(at > text.len()),
        }
    }
}

/// Where the next quote or backslash is, or the end. Most of a record is inside strings, so this goes eight
/// bytes at a time.
fn quote_or_backslash(text: &[u8], start: usize) -> usize {
    let Some(rest) = text.get(start..) else {
        return start;
    };
    let (words, tail) = rest.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5c));
        if found != 0 {
            return start + n * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let start = text.len() - tail.len();
    tail.iter().position(|byte| matches!(byte, b'"' | b'\\')).map_or(text.len(), |at| start + at)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Marks the bytes that are zero by their highest bit. Those behind the first one may be marked in error.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests;
