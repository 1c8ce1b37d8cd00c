//! 登记表: more 必填, narrower domains, and nothing that was asked for is gone.

use super::answer::{Cover, Fault, Held, refuse};
use super::pair::{Pair, Side};
use super::value;
use crate::base::Span;
use crate::sema::model::{Expr, Field, Form, Param, Range, Required, Slot, Test, Ty};

/// Every 登记表 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.forms, &child.forms, |pair, floor, own| {
        let (a, b) = pair.sides();
        let mut all: Vec<Held> = floor.fields.iter().map(|f| field((a, f), (b, own))).collect();
        all.extend(floor.require_one.iter().map(|g| one_of((floor, g), own)));
        all.extend(floor.distinct.iter().map(|g| apart((floor, g), own)));
        all.push(refuse(own.system || !floor.system, || {
            Fault::unknown(own.span, floor.span, "“系统”不一样", "who fills it is not the same")
        }));
        all
    });
}

fn field((a, floor): (Side<'_>, &Field), (b, own): (Side<'_>, &Form)) -> Held {
    let name = &floor.name;
    let Some(now) = own.fields.iter().find(|f| f.name == *name) else {
        return Err(Fault::looser(own.span, floor.span, format!("少了“{name}”这一栏"), format!("the field `{name}` is missing")));
    };
    let (at, span) = (now.span, floor.span);
    slots((a, &floor.slot), (b, &now.slot), at, span)?;
    let looser = |zh: &str, en: &str| Fault::looser(at, span, format!("“{name}”{zh}"), format!("`{name}` {en}"));
    match (&floor.required, &now.required) {
        (Required::Never, _) | (_, Required::Always) => {}
        (_, Required::Never) => return Err(looser("不再必填", "is no longer required")),
        (Required::Always, Required::When(_)) => return Err(looser("只在有的时候必填", "is required under a condition only")),
        (Required::When(x), Required::When(y)) => {
            let told = |_| crate::base::Message::new(format!("“{name}”必填的时候少了"), format!("`{name}` is required less often"));
            value::conditions((b, &[y]), (a, &[x])).held(at, span, told)?;
        }
    }
    refuse(floor.pattern.is_none() || floor.pattern == now.pattern, || looser("的“格式”变了", "has another pattern"))?;
    refuse(now.secret || !floor.secret, || looser("不再保密", "is no longer secret"))?;
    refuse(floor.system == now.system, || {
        Fault::unknown(at, span, format!("“{name}”由谁填不一样"), format!("`{name}` is filled by another"))
    })?;
    let derived = match (&floor.derived, &now.derived) {
        (None, None) => true,
        (Some(x), Some(y)) => value::same_value(a, x, b, y),
        _ => false,
    };
    refuse(derived, || Fault::unknown(at, span, format!("“{name}”的算法不一样"), format!("`{name}` is computed otherwise")))
}

/// The type of a place is the same, and its domain no wider.
pub(super) fn slots((a, floor): (Side<'_>, &Slot), (b, own): (Side<'_>, &Slot), at: Span, span: Span) -> Held {
    refuse(type_name(a, &floor.ty) == type_name(b, &own.ty), || Fault::unknown(at, span, "类型不一样", "it is of another type"))?;
    refuse(floor.optional || !own.optional, || Fault::looser(at, span, "多了“可空”", "it may be empty now"))?;
    let Some(was) = &floor.range else { return Ok(()) };
    let told = || Fault::looser(at, span, "取值范围比原来宽", "its range is wider");
    let Some(is) = &own.range else { return Err(told()) };
    match value::tests(a, &test(was), b, &test(is), range_type(&floor.ty)) {
        Cover::Yes => Ok(()),
        Cover::No(_) => Err(told()),
        Cover::Unknown(why) => Err(Fault::new(false, at, span, why)),
    }
}

fn test(range: &Range) -> Test {
    Test::Range(range.clone())
}

/// The range of a list bounds its length.
fn range_type(ty: &Ty) -> &Ty {
    if matches!(ty, Ty::List(_)) { &Ty::Integer } else { ty }
}

/// 必填其一: one of no other fields, or one of them is required anyhow.
fn one_of((floor, group): (&Form, &[crate::sema::model::FieldId]), own: &Form) -> Held {
    let names = names(floor, group);
    let kept = own.require_one.iter().any(|g| self::names(own, g).iter().all(|n| names.contains(n)))
        || own.fields.iter().any(|f| matches!(f.required, Required::Always) && names.contains(&f.name.as_str()));
    let list = names.join("、");
    refuse(kept, || {
        Fault::looser(own.span, floor.span, format!("“必填其一 {list}”没有了"), format!("one of `{list}` is no longer required"))
    })
}

/// 不得同人: no fewer fields are kept apart.
fn apart((floor, group): (&Form, &[crate::sema::model::FieldId]), own: &Form) -> Held {
    let names = names(floor, group);
    let kept = own.distinct.iter().any(|g| {
        let more = self::names(own, g);
        names.iter().all(|n| more.contains(n))
    });
    let list = names.join("、");
    refuse(kept, || Fault::looser(own.span, floor.span, format!("“不得同人 {list}”没有了"), format!("`{list}` may be one person now")))
}

fn names<'f>(form: &'f Form, fields: &[crate::sema::model::FieldId]) -> Vec<&'f str> {
    fields.iter().filter_map(|f| form.fields.get(f.index())).map(|f| f.name.as_str()).collect()
}

/// The parameters of two things: of the same types, with ranges no wider.
pub(super) fn params((a, floor): (Side<'_>, &[Param]), (b, own): (Side<'_>, &[Param]), at: Span, span: Span) -> Held {
    refuse(floor.len() == own.len(), || Fault::unknown(at, span, "参数个数不一样", "it has another number of parameters"))?;
    floor.iter().zip(own).try_for_each(|(x, y)| slots((a, &x.slot), (b, &y.slot), y.span, x.span))
}

/// Two expressions of which either may be missing.
pub(super) fn same_or_none(a: Side<'_>, x: Option<&Expr>, b: Side<'_>, y: Option<&Expr>) -> bool {
    match (x, y) {
        (None, None) => true,
        (Some(x), Some(y)) => value::same_value(a, x, b, y),
        _ => false,
    }
}

/// A type by the names of what it is made of.
pub(super) fn type_name(side: Side<'_>, ty: &Ty) -> String {
    match ty {
        Ty::Leaf(id) => side.model.taxonomies.get(id.index()).map_or_else(String::new, |t| match t.name.as_str() {
            "" => t.leaves.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join("、"),
            name => name.to_owned(),
        }),
        Ty::Record(id) => super::event::form(side, *id).unwrap_or_default(),
        Ty::Person(Some(id)) => side.model.roles.get(id.index()).map(|r| r.name.to_string()).unwrap_or_default(),
        Ty::List(inner) => format!("[{}]", type_name(side, inner)),
        other => format!("{other:?}"),
    }
}
