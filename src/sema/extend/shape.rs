//! What a statement says: the same text in both packages where it says the same.

use super::event::{action, form};
use super::pair::Side;
use crate::sema::model::{Event, Expr, FieldId, FlowId, FormId, Limit, LimitBound, LineSource, Place, Say, Stmt, StmtKind, Ty};
use std::fmt::Write;

/// A statement.
pub(super) fn shape(side: Side<'_>, stmt: &Stmt) -> String {
    let s = side;
    match &stmt.kind {
        StmtKind::Say(say) => said(s, say),
        StmtKind::Tip(text) => format!("提示 {}", s.text(text)),
        StmtKind::Ask { say, into, .. } => format!("问 {} {}", said(s, say), place(s, into)),
        StmtKind::Fill { record, form, fields } => format!("登记 {} {}", s.key(record), listed(s, *form, fields)),
        StmtKind::ReadBack { record, form, fields } => format!("复述 {} {}", s.key(record), listed(s, *form, fields)),
        StmtKind::Set { place: to, value } => format!("记 {}={}", place(s, to), s.key(value)),
        StmtKind::Do { action: id, args, into, limit, timeout } => format!(
            "做 {}({}){}{}{}",
            action(s, id.index()).unwrap_or_default(),
            all(s, args),
            into.as_ref().map(|p| place(s, p)).unwrap_or_default(),
            limit.as_ref().map(|l| limited(s, l)).unwrap_or_default(),
            timeout.as_ref().map(|t| block(s, &t.body)).unwrap_or_default()
        ),
        StmtKind::OpenCase { flow: id, args } => format!("立单 {}({})", flow(s, *id), all(s, args)),
        StmtKind::Call { flow: id, args, into } => {
            format!("调用 {}({}){}", flow(s, *id), all(s, args), into.as_ref().map(|p| place(s, p)).unwrap_or_default())
        }
        StmtKind::Return(value) => format!("返回 {}", value.as_ref().map(|v| s.key(v)).unwrap_or_default()),
        StmtKind::End(name) => format!("结束 {name}"),
        StmtKind::Goto(id) => format!("转 {}", s.step(*id)),
        StmtKind::GotoFlow { flow: id, args, and_return } => format!("转 {}({}){and_return}", flow(s, *id), all(s, args)),
        StmtKind::Wait(wait) => {
            let mut out = format!(
                "等 {}{}",
                wait.on.as_ref().map(|e| event(s, e)).unwrap_or_default(),
                wait.limit.as_ref().map(|l| limited(s, l)).unwrap_or_default()
            );
            for when in &wait.whens {
                let _ = write!(out, "当 {}{}", event(s, &when.on), block(s, &when.body));
            }
            let _ = write!(out, "超时 {}", wait.timeout.as_ref().map(|t| block(s, &t.body)).unwrap_or_default());
            out
        }
        StmtKind::If { arms, otherwise } => {
            let mut out = String::new();
            for arm in arms {
                let _ = write!(out, "若 {}{}", s.key(&arm.condition), block(s, &arm.body));
            }
            let _ = write!(out, "否则 {}", otherwise.as_ref().map(|o| block(s, &o.body)).unwrap_or_default());
            out
        }
        StmtKind::Match(table) => {
            let mut out = format!("按 {}{}", table.in_order, all(s, &table.columns));
            for row in &table.rows {
                out.push('\n');
                for (cell, column) in row.cells.iter().flatten().zip(&table.columns) {
                    let _ = write!(out, "{},", s.cell(&column.ty, cell));
                }
                out.push_str(&block(s, &row.then));
            }
            out
        }
        StmtKind::Escalate { ladder, key } => {
            let name = s.model.ladders.get(ladder.index()).map_or("", |l| l.name.as_str());
            format!("升级 {name} {}", key.as_ref().map(|k| s.key(k)).unwrap_or_default())
        }
        StmtKind::WaitAgain { limit, at_most } => format!(
            "重等 {}{}",
            limit.as_ref().map(|l| limited(s, l)).unwrap_or_default(),
            at_most.as_ref().map(|n| s.key(n)).unwrap_or_default()
        ),
        StmtKind::Continue => "继续".into(),
        StmtKind::CloseHere => "到此为止".into(),
        StmtKind::Bad => "坏".into(),
    }
}

/// A block of statements.
pub(super) fn block(side: Side<'_>, body: &[Stmt]) -> String {
    let all: Vec<String> = body.iter().map(|s| shape(side, s)).collect();
    format!("{{{}}}", all.join(";"))
}

/// A limit.
fn limited(side: Side<'_>, limit: &Limit) -> String {
    let (word, bound) = match &limit.bound {
        LimitBound::Length(e) => ("限时", e),
        LimitBound::Until(e) => ("限时 到", e),
    };
    let calendar = limit.using.and_then(|c| side.model.calendar(c)).map_or("", |c| c.data.name.as_str());
    let from = limit.from.as_ref().map(|e| event(side, e)).unwrap_or_default();
    format!("{word} {} {from} {calendar} {:?}", side.key(bound), limit.shift)
}

/// An event as it is written: names are the same in both packages.
fn event(side: Side<'_>, event: &Event) -> String {
    side.words(event.span)
}

fn said(side: Side<'_>, say: &Say) -> String {
    let mut out = format!("{:?} {:?} {}", say.modality, say.pace, all(side, &say.asserts));
    for line in &say.lines {
        let words = match &line.source {
            LineSource::Text(text) => side.text(text),
            LineSource::Class(id, args) => {
                let name = side.model.phrases.get(id.index()).map_or("", |p| p.name.as_str());
                format!("{name}({})", all(side, args))
            }
            LineSource::Var(_) | LineSource::Bad => side.words(line.span),
        };
        let _ = write!(out, "|{words} {:?}", line.mode);
    }
    let promises: Vec<String> = say.promises.iter().map(|f| flow(side, *f)).collect();
    let _ = write!(out, "{}{}", say.pause.as_ref().map(|p| side.key(p)).unwrap_or_default(), promises.join(","));
    out
}

fn all(side: Side<'_>, list: &[Expr]) -> String {
    list.iter().map(|e| side.key(e)).collect::<Vec<_>>().join(",")
}

fn place(side: Side<'_>, place: &Place) -> String {
    match place {
        Place::Var(id) => side.var(*id),
        Place::Field(base, field) => match &base.ty {
            Ty::Record(form) => format!("{}.{}", side.key(base), listed(side, *form, &[*field])),
            _ => side.key(base),
        },
        Place::Bad => "坏".into(),
    }
}

fn listed(side: Side<'_>, id: FormId, fields: &[FieldId]) -> String {
    let all = side.model.forms.get(id.index()).map(|f| f.fields.as_slice()).unwrap_or_default();
    let names: Vec<&str> = fields.iter().filter_map(|f| all.get(f.index())).map(|f| f.name.as_str()).collect();
    format!("{}({})", form(side, id).unwrap_or_default(), names.join("、"))
}

fn flow(side: Side<'_>, id: FlowId) -> String {
    side.model.flows.get(id.index()).map(|f| f.name.to_string()).unwrap_or_default()
}
