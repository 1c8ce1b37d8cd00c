//! Model to program: every construct flattened into tables and code, nothing decided anew.

mod cite;
mod event;
mod expr;
mod flow;
mod limits;
mod phrase;
mod rule;
mod sentence;
mod stmt;
mod tables;
mod text;
mod words;

use crate::base::{FileId, Sources, Span};
use crate::program::{Calendar, EDITION, Op, Pc, Program, SourceMap, SourcePlace};
use crate::sema::hash::Map;
use crate::sema::model::Model;
use smol_str::SmolStr;

pub use crate::base::calendar::DEFAULT_ZONE;

/// A program with its places.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// The program.
    pub program: Program,
    /// Where its parts were written.
    pub sources: SourceMap,
}

/// Lowers a model that has no error.
pub fn lower(model: &Model, sources: &Sources) -> Lowered {
    let mut lowering = Lowering::new(model, sources);
    lowering.tables();
    lowering.phrases();
    lowering.flows();
    lowering.rules();
    lowering.limits();
    lowering.citations();
    lowering.finish()
}

/// Lowers one expression of a scenario, where `flow` tells whose variables are meant; none: session values alone.
pub fn value(model: &Model, sources: &Sources, program: &mut Program, expr: &crate::sema::model::Expr) -> crate::program::Expr {
    let mut lowering = Lowering::new(model, sources);
    lowering.program.lines = std::mem::take(&mut program.lines);
    let value = lowering.expr(expr);
    program.lines = std::mem::take(&mut lowering.program.lines);
    value
}

/// The state of one lowering.
struct Lowering<'a> {
    model: &'a Model,
    sources: &'a Sources,
    program: Program,
    map: SourceMap,
    labels: Map<SmolStr, u32>,
    results: Map<SmolStr, u32>,
    lines: Map<SmolStr, u32>,
    /// Prefix of line ids: where the words stand.
    here: SmolStr,
    /// The waits around the statement being lowered, innermost last: the wait's place, and the jumps that lead behind it.
    around: Vec<(Pc, Vec<Pc>)>,
    /// In what a 期限 does: whether somebody is disturbed when it is broken.
    of_limit: bool,
    /// What is lowered may run in a case, or outlives the call: its limits may be moved out of rest hours.
    moves: bool,
    /// The calendar in force where the statement being lowered stands, where that is not the program's own.
    calendar: Option<u32>,
    /// Line ids of the statements' words by place, for citations.
    spoken: Map<Span, u32>,
}

impl<'a> Lowering<'a> {
    fn new(model: &'a Model, sources: &'a Sources) -> Self {
        let calendar = model.default_calendar.and_then(|id| model.calendars.get(id.index()));
        let program = Program {
            edition: EDITION.to_owned(),
            package: model.package.to_string(),
            zone: calendar.and_then(|c| c.data.zone.as_ref()).map_or(DEFAULT_ZONE, |z| z.as_str()).to_owned(),
            calendars: model.calendars.iter().map(|c| Calendar { formerly: tables::former(&c.meta), ..c.data.clone() }).collect(),
            calendar: model.default_calendar.map(|id| id.0),
            ..Program::default()
        };
        let map = SourceMap { files: sources.iter().map(|(_, s)| SmolStr::new(&s.name)).collect(), ..SourceMap::default() };
        Self {
            model,
            sources,
            program,
            map,
            labels: Map::default(),
            results: Map::default(),
            lines: Map::default(),
            here: SmolStr::default(),
            around: Vec::new(),
            of_limit: false,
            moves: false,
            calendar: None,
            spoken: Map::default(),
        }
    }

    fn finish(self) -> Lowered {
        Lowered { program: self.program, sources: self.map }
    }

    /// Appends an operation and its place.
    fn emit(&mut self, op: Op, span: Span) -> Pc {
        let place = self.place(span);
        self.program.code.push(op);
        self.map.code.push(place);
        self.program.code.len() as Pc - 1
    }

    /// Where the next operation will stand.
    fn next(&self) -> Pc {
        self.program.code.len() as Pc
    }

    fn place(&self, span: Span) -> SourcePlace {
        let FileId(file) = span.file;
        self.sources.get(span.file).map_or(SourcePlace::default(), |source| {
            let at = source.position(span.start as usize);
            SourcePlace(file, at.line, at.column)
        })
    }
}

/// Gives `name` the next number in `table`, or the one it has.
fn intern(map: &mut Map<SmolStr, u32>, table: &mut Vec<String>, name: &str) -> u32 {
    *map.entry(SmolStr::new(name)).or_insert_with(|| {
        table.push(name.to_owned());
        table.len() as u32 - 1
    })
}
