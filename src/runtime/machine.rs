//! A program ready to be played: the program itself, where it was written, and indices made once.

use super::cases::Asks;
use super::index::Index;
use super::observe::Rules;
use super::quick::Runs;
use super::seen::{Point, Seen, Touched};
use crate::base::calendar::Calendar;
use crate::base::calendar::zone::Zone;
use crate::program::{LoadError, Program, SourceMap, SourcePlace, content_hash, decode, validate};
use smol_str::SmolStr;
use std::sync::Arc;

/// A program ready to be played; shared by all its sessions.
#[derive(Debug)]
pub struct Machine {
    /// The program.
    pub program: Program,
    /// Where its parts were written; may be empty.
    pub sources: SourceMap,
    /// The content hash of the program.
    pub hash: String,
    pub(crate) zone: Zone,
    /// The calendar in force where the program has none.
    pub(crate) plain: Calendar,
    /// The zone of the program's calendar does not depend on who is called.
    pub(crate) fixed_zone: bool,
    pub(crate) index: Index,
    /// What is known of its rules beforehand.
    pub(crate) rules: Rules,
    /// What they ask of the scene of an event.
    pub(crate) asks: Asks,
    /// Where it is noted what was touched; only for those who ask.
    pub(crate) seen: Option<Seen>,
    /// It is noted when what is owed is withdrawn and 否则 has not been done.
    pub(crate) withdrawals: bool,
}

impl Machine {
    /// Reads a compiled document.
    pub fn load(bytes: &[u8]) -> Result<Arc<Self>, LoadError> {
        let (program, sources, hash) = decode(bytes)?;
        Self::build(program, sources, hash)
    }

    /// Takes a program as the compiler made it, after the checks of loading.
    pub fn new(program: Program, sources: SourceMap) -> Result<Arc<Self>, LoadError> {
        validate(&program)?;
        let hash = content_hash(&program);
        Self::build(program, sources, hash)
    }

    /// As [`Machine::new`], and notes what its sessions touch.
    pub fn watched(program: Program, sources: SourceMap) -> Result<Arc<Self>, LoadError> {
        let mut machine = Self::new(program, sources)?;
        if let Some(machine) = Arc::get_mut(&mut machine) {
            machine.seen = Some(Seen::new(&machine.program));
            // The shortest way through a call passes by what is noted.
            machine.index.runs = Runs::default();
        }
        Ok(machine)
    }

    /// As [`Machine::watched`], and what is owed is noted where it is withdrawn before it is due and 否则 has not been done: for proofs.
    pub fn proving(program: Program) -> Result<Arc<Self>, LoadError> {
        let mut machine = Self::watched(program, SourceMap::default())?;
        if let Some(machine) = Arc::get_mut(&mut machine) {
            machine.withdrawals = true;
        }
        Ok(machine)
    }

    /// What sessions touched since this was last asked; nothing unless the machine is watched.
    pub fn touched(&self) -> Touched {
        self.seen.as_ref().map(Seen::take).unwrap_or_default()
    }

    /// Plays something of which nothing is noted.
    pub fn unnoted<T>(&self, play: impl FnOnce() -> T) -> T {
        let quiet = |quiet| self.seen.iter().for_each(|seen| seen.quiet(quiet));
        quiet(true);
        let played = play();
        quiet(false);
        played
    }

    /// Notes what a session came by, where somebody wants to know.
    #[inline]
    pub(crate) fn note(&self, point: Point, at: i64) {
        if let Some(seen) = &self.seen {
            seen.note(point, at);
        }
    }

    /// The instant of a wall-clock time in the program's zone: days since 1970-01-01 and ms after midnight.
    pub fn instant(&self, date: i32, ms: u32) -> Option<i64> {
        self.zone.instant(date, ms)
    }

    /// The wall-clock time of an instant in the program's zone.
    pub fn local(&self, at: i64) -> Option<(i32, u32)> {
        self.zone.local(at)
    }

    fn build(program: Program, sources: SourceMap, hash: String) -> Result<Arc<Self>, LoadError> {
        let zone = Zone::named(&program.zone).ok_or_else(|| LoadError::zone(&program.zone))?;
        let index = Index::new(&program);
        let plain = Calendar { zone: Some(zone.name().into()), week_start: 1, ..Calendar::default() };
        let own = program.calendar.and_then(|c| program.calendars.get(c as usize));
        let fixed_zone = own.is_none_or(|c| c.zone.is_some());
        let (rules, asks) = (Rules::new(&program), Asks::of(&program));
        Ok(Arc::new(Self { program, sources, hash, zone, plain, fixed_zone, index, rules, asks, seen: None, withdrawals: false }))
    }

    /// The number of an option's label, for [`super::Event::Choose`].
    pub fn label(&self, name: &str) -> Option<u32> {
        self.index.labels.get(name).copied()
    }

    /// The name of an option's label.
    pub fn label_name(&self, label: u32) -> &str {
        self.program.labels.get(label as usize).map_or("", String::as_str)
    }

    /// The flow of a name.
    pub fn flow(&self, name: &str) -> Option<u32> {
        self.program.flows.iter().position(|f| f.name == name).map(|i| i as u32)
    }

    /// Names of the flows a host may start.
    pub fn entries(&self) -> impl Iterator<Item = &SmolStr> {
        self.program.entries.iter().filter_map(|f| self.program.flows.get(*f as usize)).map(|f| &f.name)
    }

    /// The flow and the place in it of a step by its number in the whole program.
    pub fn step(&self, step: u32) -> Option<(u32, u32)> {
        self.index.steps.get(step as usize).map(|s| (s.flow, s.step))
    }

    /// Flow name and step name of a step by its number in the whole program.
    pub fn step_names(&self, step: u32) -> Option<(&str, &str)> {
        let (flow, step) = self.step(step)?;
        let flow = self.program.flows.get(flow as usize)?;
        Some((&flow.name, &flow.steps.get(step as usize)?.name))
    }

    /// File, line and column of an operation, where the source map knows them.
    pub fn place(&self, pc: u32) -> Option<(&str, u32, u32)> {
        let SourcePlace(file, line, column) = *self.sources.code.get(pc as usize)?;
        Some((self.sources.files.get(file as usize)?, line, column))
    }
}
