//! A session as the proof sees it: everything that decides how it goes on, with every instant left out of it but its place.
//!
//! What is read is the session's own snapshot, so that nothing which a session remembers can be forgotten here. Instants that have passed
//! are told apart from those still to come; only the latter bound how far time may pass before something may be different.

use super::civil::is_counted;
use super::reads::Reads;
use crate::runtime::Session;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// From here on a number of a snapshot is an instant: a day of 2001, in ms since the epoch.
const INSTANTS: i64 = 1_000_000_000_000;
/// Beyond it a number stands for never.
const NEVER: i64 = i64::MAX / 2;

/// What a session is, instants apart, and which instants are still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Two sessions with one key go on alike, as far as their instants allow.
    pub(super) key: u128,
    /// Instants to come, in the order of their places. At each of them, and at no other instant, time alone may change something.
    pub(super) ahead: Vec<Ahead>,
    /// What is left of clocks that stand, in the order of their places: how long after they go on they run out.
    pub(super) rests: Vec<i64>,
    /// How many bytes were read for it.
    pub(super) size: usize,
}

/// An instant to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ahead {
    pub(super) at: i64,
    /// A calendar counts up to it.
    pub(super) counted: bool,
    /// It has begun to count at the present instant.
    pub(super) fresh: bool,
    /// What counts, and how: two of one sort that begin together run out together.
    pub(super) sort: u64,
}

/// Reads a session. `extra` is what the proof itself remembers besides.
pub(super) fn read(session: &Session, reads: &Reads, extra: impl Hash) -> Reading {
    let snapshot = session.snapshot();
    let mut reader = Reader {
        now: session.now(),
        reads,
        text: Vec::with_capacity(4096),
        ahead: Vec::new(),
        rests: Vec::new(),
        counted: false,
        fresh: false,
        sort: 0,
        whole: false,
        summed: false,
        ringing: false,
        owed: owed_since(&snapshot),
        data: Vec::new(),
    };
    reader.value(&mut Path::default(), &snapshot);
    reader.distances();
    // A length that grows is due although no place of the snapshot says when.
    if let Some(due) = session.next_deadline()
        && reader.ahead.iter().all(|a| a.at != due)
    {
        reader.token("due");
        reader.instant(due);
    }
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        extra.hash(&mut hasher);
        hasher.write(&reader.text);
        u128::from(hasher.finish())
    };
    Reading { key: half(0) | half(1) << 64, ahead: reader.ahead, rests: reader.rests, size: reader.text.len() }
}

/// Where in a snapshot something stands: the names on the way down.
#[derive(Default)]
struct Path<'a>(Vec<&'a str>);

impl Path<'_> {
    /// The name so many levels up.
    fn up(&self, levels: usize) -> &str {
        self.0.len().checked_sub(levels + 1).and_then(|i| self.0.get(i)).copied().unwrap_or("")
    }
}

struct Reader<'r> {
    now: i64,
    reads: &'r Reads,
    /// All that decides, written one behind the other.
    text: Vec<u8>,
    ahead: Vec<Ahead>,
    rests: Vec<i64>,
    /// What is being read is counted by a calendar.
    counted: bool,
    /// It has begun to count now; and what it is.
    fresh: bool,
    sort: u64,
    /// All that is owed by the sentence that is being read decides something.
    whole: bool,
    /// It adds lengths up.
    summed: bool,
    ringing: bool,
    /// Since when anything is owed.
    owed: Vec<i64>,
    /// Instants that are values of the call.
    data: Vec<i64>,
}

impl Reader<'_> {
    fn token(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
        // No text holds this byte.
        self.text.push(0xFF);
    }

    /// A value that is taken as it is, told from everything that is written by a word.
    fn exact(&mut self, json: &Json) {
        self.text.push(b'=');
        match json {
            Json::Null => self.token("null"),
            Json::Bool(true) => self.token("true"),
            Json::Bool(false) => self.token("false"),
            Json::String(text) => {
                self.text.push(b'"');
                self.token(text);
            }
            other => self.token(&other.to_string()),
        }
    }

    /// Values of the call: their names are the script's own and mean nothing here. Of instants it is told where they lie, all else is exact.
    fn plain(&mut self, json: &Json) {
        match json {
            Json::Array(items) => {
                self.token("[");
                items.iter().for_each(|item| self.plain(item));
                self.token("]");
            }
            Json::Object(fields) => {
                if let (1, Some(Json::Number(at))) = (fields.len(), fields.get("at")) {
                    self.data.extend(at.as_i64());
                    return self.token("instant");
                }
                self.token("{");
                for (name, value) in fields {
                    self.token(name);
                    self.plain(value);
                }
                self.token("}");
            }
            other => self.exact(other),
        }
    }

    /// The session's parameters, but for lengths that are told by what they bound.
    fn params(&mut self, params: &Map<String, Json>) {
        for (name, value) in params.iter().filter(|(name, _)| self.reads.plain_lengths.values().all(|l| l.name != **name)) {
            self.token(name);
            self.plain(value);
        }
        self.token("}");
    }

    /// The latest arguments of events, where something recalls them.
    fn recalled(&mut self, events: &Map<String, Json>) {
        for (name, args) in events.iter().filter(|(name, _)| self.reads.recalled.contains(*name)) {
            self.token(name);
            self.plain(args);
        }
        self.token("}");
    }

    fn value<'j>(&mut self, path: &mut Path<'j>, json: &'j Json) {
        match json {
            Json::Null | Json::Bool(_) | Json::String(_) => self.exact(json),
            Json::Number(n) => match n.as_i64() {
                Some(n) => self.number(path, n),
                None => self.exact(json),
            },
            Json::Array(items) => self.list(path, items),
            Json::Object(fields) => {
                self.token("{");
                let before = (self.counted, self.whole, self.summed, self.fresh, self.sort);
                let began =
                    |fields: &Map<String, Json>| ["since", "at"].iter().find_map(|name| fields.get(*name)?.as_i64()) == Some(self.now);
                if let Some(limit) = fields.get("limit").and_then(Json::as_str) {
                    self.counted = is_counted(limit);
                    self.sort = sort_of(&[limit]);
                    self.fresh = began(fields);
                } else if path.up(0) == "observers" {
                    let pending = fields.get("pending").and_then(Json::as_array);
                    self.fresh = pending.into_iter().flatten().filter_map(Json::as_object).any(began);
                    self.sort = sort_of(&[fields.get("rule"), fields.get("sentence")]);
                    self.counted = self.reads.counted_bound;
                    self.observer(fields);
                } else if path.up(0) == "schedules" {
                    self.counted = true;
                } else if path.up(0) == "clock" {
                    self.fresh = began(fields);
                }
                if path.up(0) == "line" {
                    self.ringing = fields.get("answered").is_none_or(Json::is_null);
                }
                if path.up(0) == "clock" && !self.counted {
                    self.standing(fields);
                }
                for (name, value) in fields {
                    if is_told(path, name) {
                        continue;
                    }
                    self.token(name);
                    if is_given(path, name) {
                        match (path.up(0), name.as_str(), value) {
                            ("threads", "events", Json::Object(events)) => self.recalled(events),
                            ("", "params", Json::Object(params)) => self.params(params),
                            _ => self.plain(value),
                        }
                        continue;
                    }
                    path.0.push(name);
                    self.value(path, value);
                    path.0.pop();
                }
                (self.counted, self.whole, self.summed, self.fresh, self.sort) = before;
                self.token("}");
            }
        }
    }

    fn list<'j>(&mut self, path: &mut Path<'j>, items: &'j [Json]) {
        self.token("[");
        let observed = path.up(1) == "observers" || path.up(1) == "pending";
        match (path.up(0), path.up(1)) {
            // The instant alone, not its place in the order.
            ("from" | "since", _) if observed => self.items(path, items.get(..1).unwrap_or(&[])),
            (_, "stretches") => {
                for (i, item) in items.iter().enumerate().filter(|(i, _)| *i != 1) {
                    // A stretch that is over does not remember when it began.
                    if i != 4 {
                        self.value(path, item);
                    }
                }
            }
            // Of what is owed the oldest alone shows first what is broken, as a rule.
            ("pending", "observers") if !self.whole => self.items(path, items.get(..1).unwrap_or(&[])),
            ("did", "rules") => self.remedies(items),
            _ => self.items(path, items),
        }
        self.token("]");
    }

    fn items<'j>(&mut self, path: &mut Path<'j>, items: &'j [Json]) {
        items.iter().for_each(|item| self.value(path, item));
    }

    /// What was done of late is remembered only for 否则: whether it was done, however often, since something is owed.
    fn remedies(&mut self, items: &[Json]) {
        if !self.reads.remedies {
            return;
        }
        let since = |at: i64| self.owed.iter().map(|owed| if *owed <= at { '+' } else { '-' }).collect::<String>();
        let done = items.iter().filter_map(|item| item.as_array()).map(|i| {
            let at = i.first().and_then(Json::as_i64).unwrap_or_default();
            format!("{:?} {}", i.get(1..), since(at))
        });
        let done: BTreeSet<String> = done.collect();
        done.iter().for_each(|text| self.token(text));
    }

    /// What an observer says of itself: whose all that is owed counts, and how much is left of a length that is added up.
    fn observer(&mut self, fields: &Map<String, Json>) {
        let number = |name: &str| fields.get(name).and_then(Json::as_i64);
        let rule = fields.get("rule").and_then(Json::as_str).unwrap_or_default().to_owned();
        let of = (rule, number("sentence").unwrap_or_default());
        self.whole = self.reads.apart_owed.contains(&of);
        self.summed = self.reads.sums.contains_key(&of);
        if let (Some(most), None, Some(total)) = (self.reads.sums.get(&of), number("due"), number("total")) {
            // As when it begins again: it is broken one ms later.
            self.rest(most.saturating_sub(total).max(-1).saturating_add(1));
        }
    }

    /// The clock of a limit that stands: what is left of it.
    fn standing(&mut self, fields: &Map<String, Json>) {
        let number = |name: &str| fields.get(name).and_then(Json::as_i64);
        let length = fields.get("bound").and_then(|b| b.get("ms")).and_then(Json::as_i64);
        if let (Some(length), Some(_)) = (length, number("paused_since")) {
            self.rest(length.saturating_sub(number("used").unwrap_or_default()).max(0).saturating_add(1));
        }
    }

    fn rest(&mut self, ms: i64) {
        self.token("rest");
        self.rests.push(ms);
    }

    fn number(&mut self, path: &Path<'_>, n: i64) {
        let name = path.up(0);
        if !(INSTANTS..NEVER).contains(&n) {
            let shown = match (name, path.up(1)) {
                ("count", "observers") => n.min(self.reads.counted),
                ("picked" | "ring", "line") => n.min(self.reads.rung.len() as i64 + 1),
                ("total", "observers") if self.summed => 0,
                ("total", "observers") => n.min(self.reads.most),
                _ => n,
            };
            return self.exact(&Json::from(shown));
        }
        // The last instant in time; it is broken at the next.
        let at = if name == "due" && matches!(path.up(1), "clock" | "schedules") { n + 1 } else { n };
        self.instant(at);
        let lengths: &[i64] = match (name, path.up(1)) {
            ("entered", _) => &self.reads.stays,
            ("answered", "line") => &self.reads.calls,
            ("rang", "line") if self.ringing => &self.reads.rung,
            ("silent", _) => &self.reads.silences,
            ("since", "observers") => &self.reads.apart,
            ("since", "owes") => &self.reads.replies,
            _ => &[],
        };
        for ms in lengths {
            self.instant(at.saturating_add(*ms));
        }
    }

    fn instant(&mut self, at: i64) {
        if at > self.now {
            self.token(">");
            self.ahead.push(Ahead { at, counted: self.counted, fresh: self.fresh, sort: self.sort });
        } else {
            self.token("<");
        }
    }

    /// How far the instants that are values are from now, as far as anything asks for that, and which of them are one and the same.
    fn distances(&mut self) {
        let (data, reads) = (std::mem::take(&mut self.data), self.reads);
        for (i, at) in data.iter().enumerate() {
            self.token(if data.iter().take(i).any(|before| before == at) { "again" } else { "new" });
            for ms in &reads.distances {
                self.instant(at.saturating_sub(*ms));
                self.instant(at.saturating_sub(*ms).saturating_add(1));
            }
        }
    }
}

/// Something by what is written of it.
fn sort_of(written: &impl std::fmt::Debug) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{written:?}").hash(&mut hasher);
    hasher.finish()
}

/// Whether a part of a snapshot only tells what happened, and decides nothing that is still to come.
fn is_told(path: &Path<'_>, name: &str) -> bool {
    match path.up(0) {
        "" => matches!(name, "snapshot" | "program" | "edition" | "id" | "done" | "asides" | "now" | "follows" | "shared" | "audit"),
        // Whoever asks what they have come to is said not to be provable.
        "line" => matches!(name, "totals" | "spoken"),
        "talks" => name == "spoken",
        "threads" => matches!(name, "shown"),
        "frames" => matches!(name, "awaits" | "limit"),
        "deadlines" | "ladders" => matches!(name, "limit" | "opened"),
        // What is done in one is done in each; nobody says that it is proved.
        "schedules" => name == "period",
        "clock" => matches!(name, "start" | "used"),
        "rules" => matches!(name, "sentences" | "found" | "seq" | "settled" | "begun" | "metrics"),
        "observers" => matches!(name, "event" | "found" | "points" | "timed" | "merged" | "from"),
        "pending" => matches!(name, "what" | "seq" | "timed" | "at"),
        "unsettled" => matches!(name, "seq"),
        _ => false,
    }
}

/// Whether a part of a snapshot holds values of the call, by names of the script.
fn is_given(path: &Path<'_>, name: &str) -> bool {
    match path.up(0) {
        "" => name == "params",
        "records" | "frames" => name == "values",
        "threads" | "deadlines" => matches!(name, "events" | "key"),
        "ladders" => name == "key",
        "clock" => name == "bound",
        "observers" => matches!(name, "key" | "value" | "args"),
        "pending" => matches!(name, "args" | "did"),
        _ => false,
    }
}

/// Since when anything is owed, in the order of the observers.
fn owed_since(snapshot: &Json) -> Vec<i64> {
    let observers = snapshot.get("rules").and_then(|r| r.get("observers")).and_then(Json::as_array);
    let pending = observers.into_iter().flatten().filter_map(|o| o.get("pending")?.as_array());
    pending.flatten().filter_map(|owed| owed.get("at")?.as_i64()).collect()
}
