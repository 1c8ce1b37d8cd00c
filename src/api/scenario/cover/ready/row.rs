//! A value as a row of the table that a scenario has already.

use super::Ready;
use crate::api::scenario::cover::Hit;
use crate::api::scenario::params;
use crate::api::scenario::value::Values;
use crate::base::Lang;
use crate::sema::model::{Expr, FieldId, FormId, GivenTarget, PlayKind, Scenario};

impl Ready<'_> {
    /// The row of the scenario at hand with this value put in: where one line gives a value that comes from a column there.
    /// Of a value of which only the time of day is meant, the date stays.
    pub(super) fn in_row(&self, hit: Hit, lines: &[String], clock: Option<&str>) -> Option<Vec<String>> {
        let scenario = self.checked.model.scenarios.get(hit.scenario)?;
        let [line] = lines else { return None };
        let places = self.values(scenario);
        let (head, given) = places.iter().find(|(head, _)| line.starts_with(head.as_str()))?;
        let span = given.span;
        let column = scenario.cells.iter().position(|cell| cell.file == span.file && cell.start <= span.start && span.end <= cell.end)?;
        let written = self.checked.sources.slice(*scenario.cells.get(column)?).trim();
        let value = match (clock, written.split_once(' ')) {
            (Some(clock), Some((date, _))) => format!("{date} {clock}"),
            _ => line.get(head.len()..)?.trim_end_matches(')').to_owned(),
        };
        let cells = scenario
            .cells
            .iter()
            .enumerate()
            .map(|(i, cell)| if i == column { value.clone() } else { self.checked.sources.slice(*cell).trim().to_owned() });
        let row = cells.collect::<Vec<_>>().join(", ");
        let remark = match self.lang {
            Lang::Zh => format!("# 加在场景“{}”的逐行里，别的格对一对", scenario.name),
            Lang::En => format!("# a row of the scenario `{}`; look the other cells over", scenario.name),
        };
        Some(vec![remark, row])
    }

    /// The instant that a line of this head gives in a scenario.
    pub(super) fn instant_given(&self, hit: Hit, lines: &[String]) -> Option<i64> {
        let scenario = self.checked.model.scenarios.get(hit.scenario)?;
        let [line] = lines else { return None };
        let (_, given) = self.values(scenario).into_iter().find(|(head, _)| line.starts_with(head.as_str()))?;
        let (date, ms) = Values::new(&self.checked.model, params(scenario)).local(given)?;
        self.machine.instant(date, ms)
    }

    /// What a scenario is given, as the head of a line that gives it, and the value.
    fn values<'s>(&'s self, scenario: &'s Scenario) -> Vec<(String, &'s Expr)> {
        let model = &self.checked.model;
        let given = scenario.given.iter().filter_map(|given| {
            let path = match &given.target {
                GivenTarget::Param(param) => model.params.get(param.index())?.name.to_string(),
                GivenTarget::Field(form, path) => self.path(*form, path)?,
                GivenTarget::Answer(action) => model.actions.get(action.index())?.name.to_string(),
            };
            Some((format!("设 {path} = "), &given.value))
        });
        let entered = scenario.plays.iter().filter_map(|play| match &play.kind {
            PlayKind::Enter { form: Some(form), field, value } => {
                Some((format!("设 {}.{field} = ", model.forms.get(form.index())?.name), value))
            }
            PlayKind::Enter { form: None, field, value } => Some((format!("填 {field} = "), value)),
            _ => None,
        });
        let flow = scenario.flow.iter().flat_map(|(flow, args)| {
            let flow = model.flows.get(flow.index());
            let params = flow.map_or(&[][..], |f| f.params.as_slice());
            let name = flow.map_or("", |f| f.name.as_str());
            params.iter().zip(args).map(move |(param, arg)| (format!("开始流程 {name}({}: ", param.name), arg))
        });
        given.chain(entered).chain(flow).collect()
    }

    fn path(&self, form: FormId, path: &[FieldId]) -> Option<String> {
        let model = &self.checked.model;
        let mut at = model.forms.get(form.index())?;
        let mut text = at.name.to_string();
        for id in path {
            let field = at.fields.get(id.index())?;
            text.push('.');
            text.push_str(&field.name);
            if let crate::sema::model::Ty::Record(inner) = field.slot.ty {
                at = model.forms.get(inner.index())?;
            }
        }
        Some(text)
    }
}
