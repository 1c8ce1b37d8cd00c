//! 场景: calls written down, one for each row.

mod derived;
mod enter;
mod expect;
mod given;
pub(crate) mod known;
mod play;
mod record;
mod row;
mod speech;
mod time;

use super::cx::{Cx, Env, Inner};
use super::decl::meta;
use super::expr::cell_span;
use super::hash::Map;
use super::model::{Model, Scenario};
use super::pass::Pass;
use super::scope::FileIx;
use crate::base::calendar::Calendar;
use crate::base::{Diagnostic, Span};
use crate::syntax::ast::{self, Decl};
use known::Known;
use rayon::prelude::*;
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashSet;

/// Reads every scenario, row by row, against the finished flows.
pub(crate) fn scenarios(pass: &mut Pass<'_>, written: &[(FileIx, &Decl, &ast::Scenario)]) {
    if written.is_empty() {
        return;
    }
    let known = Known::of(&pass.model);
    let env = Env { sources: pass.sources, scopes: pass.scopes, index: pass.index, model: &pass.model };
    let read: Vec<(Vec<Scenario>, Vec<Diagnostic>)> = written
        .par_iter()
        .map(|(file, decl, scenario)| {
            let mut out = Vec::new();
            let rows = rows(env, &known, *file, decl, scenario, &mut out);
            (rows, once(out))
        })
        .collect();
    for (mut rows, mut out) in read {
        pass.model.scenarios.append(&mut rows);
        pass.out.append(&mut out);
    }
}

/// What one row, or the scenario without rows, is read with.
pub(crate) struct Run<'a, 'k> {
    pub(crate) cx: Cx<'a>,
    pub(crate) known: &'k Known<'a>,
    /// The instant of the line in hand, as far as it is known before the call.
    pub(crate) now: Option<i64>,
    /// 开始, where it is written as a plain time.
    pub(crate) start: Option<i64>,
    /// The calendar by which times are read.
    pub(crate) calendar: Calendar,
}

fn rows<'a>(
    env: Env<'a>,
    known: &Known<'a>,
    file: FileIx,
    decl: &'a Decl,
    written: &'a ast::Scenario,
    out: &mut Vec<Diagnostic>,
) -> Vec<Scenario> {
    let Some(table) = &written.rows else {
        let run = Run::new(Cx::new(env, file).with(Inner::Row(Map::default())), known);
        return vec![run.read(decl, written, None, decl.span, out)];
    };
    row::check(env, table, out);
    let mut read = Vec::with_capacity(table.rows.len());
    for (i, (label, cells, span)) in table.rows.iter().enumerate() {
        if cells.len() != table.columns.len() {
            continue;
        }
        let columns = table.columns.iter().map(|c| c.text.clone()).zip(cells).collect();
        let run = Run::new(Cx::new(env, file).with(Inner::Row(columns)), known);
        let label = label.as_ref().map_or_else(|| format_smolstr!("{}", i + 1), |l| l.text.clone());
        let scenario = run.read(decl, written, Some(label), *span, out);
        read.push(Scenario { cells: cells.iter().map(cell_span).collect(), ..scenario });
    }
    read
}

impl<'a, 'k> Run<'a, 'k> {
    fn new(cx: Cx<'a>, known: &'k Known<'a>) -> Self {
        let calendar = cx.model.scenario_calendar(None);
        let mut run = Self { cx, known, now: None, start: None, calendar };
        run.begin(Some(time::MONDAY), Span::default());
        run
    }

    fn read(mut self, decl: &Decl, written: &ast::Scenario, row: Option<SmolStr>, span: Span, out: &mut Vec<Diagnostic>) -> Scenario {
        let mut scenario = Scenario {
            name: written.name.text.clone(),
            row,
            cells: Vec::new(),
            audit: written.audit,
            line: written.line.map(|(line, _)| line),
            start: None,
            calendar: None,
            flow: None,
            given: Vec::new(),
            plays: Vec::with_capacity(written.plays.len()),
            span,
            meta: meta(&decl.meta),
        };
        for play in &written.plays {
            self.play(play, &mut scenario);
        }
        out.append(&mut self.cx.out);
        scenario
    }

    /// The signatures and bodies of the package.
    pub(crate) fn model(&self) -> &'a Model {
        self.cx.model
    }
}

/// A line is read once a row; what is wrong with it is said once.
fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    found.into_iter().filter(|d| seen.insert((d.code.id, d.span, d.message.zh.clone()))).collect()
}
