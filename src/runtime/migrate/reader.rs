//! What reads a snapshot: everything by name, and what is not there is listed.

use super::again::Recount;
use super::lost::{Lost, LostKind, Remark, RemarkKind};
use crate::base::calendar::zone::Zone;
use crate::base::limits::OPEN_CASES;
use crate::program::spell::{For, Names, Speller};
use crate::runtime::machine::Machine;
use crate::runtime::observe::Watch;
use crate::runtime::start::Line;
use crate::runtime::state::{Core, NEVER, State, Who};
use crate::runtime::value::{Record, Records, Val};
use serde_json::{Map, Value as Json};

/// Why a part is not read.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It is not what a snapshot holds there.
    Damaged(&'static str),
    /// The program has nothing for it.
    Gone(Box<Lost>),
}

impl Stop {
    /// The part that is to blame.
    pub(crate) fn part(&self) -> &'static str {
        match self {
            Self::Damaged(part) => part,
            Self::Gone(lost) => lost.kind.id(),
        }
    }
}

impl From<&'static str> for Stop {
    fn from(part: &'static str) -> Self {
        Self::Damaged(part)
    }
}

/// What reading gives.
pub(crate) type Read<T> = Result<T, Stop>;

/// Reads one snapshot.
pub(crate) struct Reader<'a> {
    pub(crate) m: &'a Machine,
    pub(crate) names: Names<'a>,
    /// Under the program it was taken of: nothing is missing, and no value is looked at twice.
    pub(crate) same: bool,
    /// The call or case in hand.
    pub(crate) case: Option<u32>,
    /// For each record of the snapshot, its place now.
    pub(super) places: Vec<Option<u32>>,
    pub(super) records: Vec<Record>,
    pub(crate) core: Core,
    pub(super) params: Vec<Val>,
    pub(crate) recounts: Vec<Recount>,
    /// For each measure of the snapshot, which it is now.
    pub(crate) measures: Vec<Option<u8>>,
    pub(crate) kept: usize,
    pub(crate) lost: Vec<Lost>,
    pub(crate) notes: Vec<Remark>,
}

impl<'a> Reader<'a> {
    /// A reader for sessions of a program; `same` where the snapshot was taken of it.
    pub(super) fn new(m: &'a Machine, same: bool) -> Self {
        Self {
            m,
            names: Names::new(&m.program),
            same,
            case: None,
            places: Vec::new(),
            records: Vec::new(),
            core: Core { due: NEVER, ..Core::default() },
            params: Vec::new(),
            recounts: Vec::new(),
            measures: Vec::new(),
            kept: 0,
            lost: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A speller of the program's names.
    pub(crate) fn speller(&self) -> Speller<'a> {
        Speller::new(&self.m.program, For::Names)
    }

    /// Something that the program has nothing for.
    pub(crate) fn gone(&self, kind: LostKind, name: impl Into<String>, was: impl Into<String>) -> Stop {
        Stop::Gone(Box::new(Lost { kind, case: self.case, name: name.into(), was: was.into() }))
    }

    /// Lists something as lost and goes on without it; under the same program the snapshot is damaged.
    pub(crate) fn lose(&mut self, kind: LostKind, name: impl Into<String>, was: impl Into<String>) -> Read<()> {
        if self.same {
            return Err(Stop::Damaged(kind.id()));
        }
        let lost = Lost { kind, case: self.case, name: name.into(), was: was.into() };
        // What is not settled yet remembers values of its own: one place that is gone is told once.
        if kind != LostKind::Value || !self.lost.contains(&lost) {
            self.lost.push(lost);
        }
        Ok(())
    }

    /// What was read, or nothing where it is gone, which is listed.
    pub(crate) fn without<T>(&mut self, read: Read<T>) -> Read<Option<T>> {
        match read {
            Ok(value) => {
                self.kept += 1;
                Ok(Some(value))
            }
            Err(Stop::Gone(lost)) if !self.same => {
                self.lost.push(*lost);
                Ok(None)
            }
            Err(stop) => Err(Stop::Damaged(stop.part())),
        }
    }

    /// Says something to the host that changes programs.
    pub(crate) fn remark(&mut self, kind: RemarkKind, name: &str, was: &str, now: &str) {
        let remark = Remark { kind, case: self.case, name: name.into(), was: was.into(), now: now.into() };
        if !self.same && !self.notes.contains(&remark) {
            self.notes.push(remark);
        }
    }

    /// Says that a thing is called otherwise now.
    pub(crate) fn renamed(&mut self, what: &str, was: &str, now: &str) {
        if was != now && !self.notes.iter().any(|n| n.kind == RemarkKind::Renamed && n.name == what && n.was == was) {
            self.remark(RemarkKind::Renamed, what, was, now);
        }
    }

    /// Everything but the observers.
    pub(super) fn state(&mut self, o: &Map<String, Json>) -> Read<State> {
        self.core = self.core_of(o)?;
        self.read_records(list(o, "records")?)?;
        self.read_params(object(o, "params")?)?;
        let threads = list(o, "threads")?;
        if threads.is_empty() || threads.len() > 2 * OPEN_CASES + 1 {
            return Err("threads".into());
        }
        let records = list(o, "records")?;
        let threads = threads.iter().map(|t| self.thread(t, records)).collect::<Read<Vec<_>>>()?;
        self.case = None;
        let mut ids: Vec<u32> = threads.iter().map(|t| t.id).collect();
        ids.sort_unstable();
        let unlike = ids.windows(2).all(|w| matches!(w, [a, b] if a != b));
        if !unlike || threads.first().is_none_or(|t| t.id != 0) {
            return Err("threads".into());
        }
        let mut turns = Vec::new();
        for turn in list(o, "turns")? {
            let turn = turn.as_object().ok_or("turns")?;
            let who = turn.get("who").and_then(Json::as_str).ok_or("who")?;
            let who = self.who(who);
            if let Some(who) = self.without(who)? {
                turns.push((int(turn, "until")?, who));
            }
        }
        turns.sort_by_key(|(at, _)| *at);
        let limits = self.limits(o.get("limits"))?;
        let items = std::mem::take(&mut self.records);
        let kept = items.len();
        let params = self.params.clone().into();
        Ok(State { core: self.core, params, threads, records: Records { items, kept }, limits, turns })
    }

    /// The observers, where the program has any. They begin now where the snapshot has none.
    pub(super) fn watch(&mut self, o: &Map<String, Json>, st: &State) -> Read<Option<Watch>> {
        match (o.get("rules"), self.m.rules.any()) {
            (Some(rules), true) => self.observers(rules, st).map(Some),
            (Some(rules), false) => self.unwatched(rules).map(|()| None),
            (None, true) if !self.same => Ok(Some(self.begun(st))),
            (None, true) => Err("rules".into()),
            (None, false) => Ok(None),
        }
    }

    fn core_of(&mut self, o: &Map<String, Json>) -> Read<Core> {
        let line = object(o, "line")?;
        let maybe = |key: &str| line.get(key).and_then(Json::as_i64);
        let mood = match line.get("mood") {
            Some(Json::String(name)) => match self.m.index.mood.and_then(|t| self.names.leaf(t, name)) {
                Some(leaf) => Some(leaf),
                None => {
                    self.lose(LostKind::Mood, name, "")?;
                    None
                }
            },
            other => other.and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()),
        };
        let bits = |key| small(line, key).and_then(|n| u8::try_from(n).map_err(|_| Stop::Damaged("line")));
        let silent = line.get("silent").and_then(Json::as_array).ok_or("silent")?;
        let since = |i: usize| silent.get(i).and_then(Json::as_i64);
        Ok(Core {
            now: int(o, "now")?,
            begun: int(o, "begun")?,
            measured: int(o, "now")?,
            due: NEVER,
            done: small(o, "done")?,
            opened: small(o, "opened")?,
            asides: small(o, "asides")?,
            line: o.get("follows").and_then(Json::as_str).and_then(Line::of).ok_or("follows")?,
            shared: flag(o, "shared"),
            audit: flag(o, "audit"),
            rang: maybe("rang"),
            ring: small(line, "ring")?,
            picked: small(line, "picked")?,
            answered: maybe("answered"),
            over: maybe("over"),
            closed: flag(line, "closed"),
            mood,
            speaking: bits("speaking")?,
            held: flag(line, "held"),
            muted: bits("muted")?,
            silent: [since(0), since(1), since(2)],
            totals: sums(line, "totals")?,
            spoken: sums(line, "spoken")?,
            called: match line.get("called").and_then(Json::as_str) {
                Some(name) => Some(Zone::named(name).ok_or("called")?),
                None => None,
            },
        })
    }

    fn read_params(&mut self, given: &Map<String, Json>) -> Read<()> {
        let program = &self.m.program;
        let mut found: Vec<Option<&Json>> = vec![None; program.params.len()];
        for (name, json) in given {
            match self.names.param(name) {
                Some(at) => {
                    if let (Some(slot), Some(param)) = (found.get_mut(at as usize), program.params.get(at as usize)) {
                        *slot = Some(json);
                        self.renamed("参数", name, &param.name);
                    }
                }
                None if json.is_null() && !self.same => {}
                None => self.lose(LostKind::Value, name, self.text_of(json))?,
            }
        }
        for (param, json) in program.params.iter().zip(found) {
            let value = match (json, &param.default) {
                (None, _) if self.same => return Err("params".into()),
                (None, Some(e)) => self.eval(|eval| eval.eval(e)),
                (json, _) => self.value(&param.slot, json, &param.name)?,
            };
            if json.is_none() {
                let now = self.shown(&value);
                self.remark(RemarkKind::Param, &param.name, "", &now);
            }
            self.params.push(value);
        }
        Ok(())
    }

    /// Who acts, by the name that events carry.
    pub(crate) fn who(&self, name: &str) -> Read<Who> {
        let known = self.m.who_named(name).or_else(|| self.names.role(name).map(Who::Role));
        known.ok_or_else(|| self.gone(LostKind::Role, name, ""))
    }
}

/// A member that is an object.
pub(crate) fn object<'j>(o: &'j Map<String, Json>, key: &'static str) -> Read<&'j Map<String, Json>> {
    o.get(key).and_then(Json::as_object).ok_or(Stop::Damaged(key))
}

/// A member that is a list.
pub(crate) fn list<'j>(o: &'j Map<String, Json>, key: &'static str) -> Read<&'j [Json]> {
    o.get(key).and_then(Json::as_array).map(Vec::as_slice).ok_or(Stop::Damaged(key))
}

/// A member that is a whole number.
pub(crate) fn int(o: &Map<String, Json>, key: &'static str) -> Read<i64> {
    o.get(key).and_then(Json::as_i64).ok_or(Stop::Damaged(key))
}

/// A member that is a small whole number.
pub(crate) fn small(o: &Map<String, Json>, key: &'static str) -> Read<u32> {
    o.get(key).and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok()).ok_or(Stop::Damaged(key))
}

/// A member that is a text.
pub(crate) fn text<'j>(o: &'j Map<String, Json>, key: &'static str) -> Read<&'j str> {
    o.get(key).and_then(Json::as_str).ok_or(Stop::Damaged(key))
}

/// Whether a member is there and set.
pub(crate) fn flag(o: &Map<String, Json>, key: &str) -> bool {
    o.get(key).and_then(Json::as_bool).unwrap_or(false)
}

/// What was added up; snapshots from before it was have none.
fn sums<T: Default + serde::de::DeserializeOwned>(o: &Map<String, Json>, key: &'static str) -> Read<T> {
    o.get(key).map_or_else(|| Ok(T::default()), |json| serde_json::from_value(json.clone()).map_err(|_| Stop::Damaged(key)))
}
