//! A piece of text with the way back to the bytes it was made from.

use crate::base::width::fold;
use crate::base::{FileId, Span};
use std::borrow::Cow;

/// A run that was copied byte by byte, or one character that was folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seg {
    /// Where it starts in the piece.
    pub(crate) at: u32,
    /// Where it starts in the file.
    pub(crate) from: u32,
    /// How many bytes of the file it stands for.
    pub(crate) len: u32,
}

/// A piece of text of one file; what was folded or joined keeps a map of offsets.
#[derive(Debug, Clone)]
pub(crate) struct Mapped<'a> {
    /// The text as it is read.
    pub(crate) text: Cow<'a, str>,
    /// Its first byte in the file.
    pub(crate) start: u32,
    /// One past its last byte in the file.
    pub(crate) end: u32,
    /// In order of `at`; none where every byte is its own.
    pub(crate) segs: Option<Box<[Seg]>>,
}

impl<'a> Mapped<'a> {
    /// A slice of the file as it stands.
    pub(crate) fn plain(src: &'a str, start: usize, end: usize) -> Self {
        Self { text: Cow::Borrowed(src.get(start..end).unwrap_or("")), start: start as u32, end: end as u32, segs: None }
    }

    /// Where the bytes `start..end` of this piece stand in the file.
    pub(crate) fn span(&self, file: FileId, start: usize, end: usize) -> Span {
        let first = self.first(start as u32);
        let last = if end > start { self.last(end as u32) } else { first };
        Span { file, start: first, end: last.max(first) }
    }

    /// The whole piece.
    pub(crate) fn whole(&self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }

    fn first(&self, at: u32) -> u32 {
        let Some(segs) = &self.segs else { return self.start + at };
        let Some(seg) = segs.get(segs.partition_point(|s| s.at <= at).wrapping_sub(1)) else { return self.start };
        (seg.from + (at - seg.at)).min(seg.from + seg.len)
    }

    fn last(&self, at: u32) -> u32 {
        let Some(segs) = &self.segs else { return self.start + at };
        let index = segs.partition_point(|s| s.at < at).wrapping_sub(1);
        let Some(seg) = segs.get(index) else { return self.start };
        let full = segs.get(index + 1).is_some_and(|next| next.at == at) || at as usize >= self.text.len();
        if full { seg.from + seg.len } else { (seg.from + (at - seg.at)).min(seg.from + seg.len) }
    }

    /// The bytes `start..end` of this piece as they stand in the file, nothing folded.
    pub(crate) fn original<'s>(&self, src: &'s str, start: usize, end: usize) -> Mapped<'s> {
        if self.segs.is_none() {
            return Mapped::plain(src, self.start as usize + start, self.start as usize + end);
        }
        let mut out = Joined::default();
        self.original_into(src, start, end, &mut out);
        out.finish(self.first(start as u32))
    }

    /// Adds the bytes `start..end` of this piece as they stand in the file.
    pub(crate) fn original_into(&self, src: &str, start: usize, end: usize, out: &mut Joined) {
        let Some(segs) = &self.segs else {
            let from = self.start as usize;
            return out.push(src.get(from + start..from + end).unwrap_or(""), from + start);
        };
        for (i, seg) in segs.iter().enumerate() {
            let next = segs.get(i + 1).map_or(self.text.len(), |s| s.at as usize);
            let (at, from) = (seg.at as usize, seg.from as usize);
            let (a, b) = (start.max(at), end.min(next));
            if a < b {
                // A folded character is taken whole.
                let same = next - at == seg.len as usize;
                let range = if same { from + (a - at)..from + (b - at) } else { from..from + seg.len as usize };
                out.push(src.get(range.clone()).unwrap_or(""), range.start);
            }
        }
    }

    /// Where a new line of the file begins inside this piece.
    pub(crate) fn breaks(&self, src: &str) -> Vec<usize> {
        let Some(segs) = &self.segs else { return Vec::new() };
        let pairs = segs.iter().zip(segs.iter().skip(1));
        let between = |a: &Seg, b: &Seg| src.get((a.from + a.len) as usize..b.from as usize).is_some_and(|t| t.contains('\n'));
        pairs.filter(|(a, b)| between(a, b)).map(|(_, b)| b.at as usize).collect()
    }

    /// This piece with every full-width twin folded.
    pub(crate) fn folded(self) -> Mapped<'a> {
        if self.text.chars().all(|c| fold(c) == c) {
            return self;
        }
        let mut out = Joined::default();
        for (at, c) in self.text.char_indices() {
            let (twin, from) = (fold(c), self.first(at as u32) as usize);
            if twin == c {
                out.push(c.encode_utf8(&mut [0; 4]), from);
            } else {
                out.fold(twin, from, c.len_utf8());
            }
        }
        out.finish(self.start)
    }

    /// A part of this piece.
    pub(crate) fn part(&self, start: usize, end: usize) -> Mapped<'_> {
        let text = self.text.get(start..end).unwrap_or("");
        let segs = self.segs.as_ref().map(|segs| {
            let mut out = Vec::new();
            for (i, seg) in segs.iter().enumerate() {
                let next = segs.get(i + 1).map_or(self.text.len(), |s| s.at as usize);
                let (a, b) = (start.max(seg.at as usize), end.min(next));
                if a < b {
                    let same = next - seg.at as usize == seg.len as usize;
                    let skip = (a - seg.at as usize) as u32;
                    let (from, len) = if same { (seg.from + skip, (b - a) as u32) } else { (seg.from, seg.len) };
                    out.push(Seg { at: (a - start) as u32, from, len });
                }
            }
            out.into_boxed_slice()
        });
        Mapped { text: Cow::Borrowed(text), start: self.first(start as u32), end: self.last(end as u32), segs }
    }
}

/// A piece under construction.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    text: String,
    segs: Vec<Seg>,
}

impl Joined {
    /// Adds a run that starts at byte `from` of the file.
    pub(crate) fn push(&mut self, run: &str, from: usize) {
        if run.is_empty() {
            return;
        }
        let at = self.text.len() as u32;
        match self.segs.last_mut() {
            Some(seg) if at - seg.at == seg.len && seg.from + seg.len == from as u32 => seg.len += run.len() as u32,
            _ => self.segs.push(Seg { at, from: from as u32, len: run.len() as u32 }),
        }
        self.text.push_str(run);
    }

    /// Adds `twin` for a character of `len` bytes at byte `from` of the file.
    pub(crate) fn fold(&mut self, twin: char, from: usize, len: usize) {
        self.segs.push(Seg { at: self.text.len() as u32, from: from as u32, len: len as u32 });
        self.text.push(twin);
    }

    /// The finished piece; `start` serves where nothing was added.
    pub(crate) fn finish<'a>(self, start: u32) -> Mapped<'a> {
        let first = self.segs.first().map_or(start, |s| s.from);
        let end = self.segs.last().map_or(start, |s| s.from + s.len);
        Mapped { text: Cow::Owned(self.text), start: first, end, segs: Some(self.segs.into_boxed_slice()) }
    }
}
