//! Types as written, with their ranges.

use super::role::built_in_word;
use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::model::{self, Slot, Ty};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Path, Range, TypeKind, TypeRef};

/// The types that have words, for suggestions.
const WORDS: &[&str] = &[
    "文本",
    "整数",
    "数",
    "是否",
    "时长",
    "次数",
    "声数",
    "字数",
    "金额",
    "分值",
    "语速",
    "日期",
    "钟点",
    "时刻",
    "手机号",
    "电话号码",
    "列表",
    "录音",
    "签名",
    "人员",
    "角色",
    "用语",
];

impl Cx<'_> {
    /// The type, without its range.
    pub(crate) fn slot(&mut self, ty: &TypeRef) -> Slot {
        Slot { ty: self.ty(&ty.kind), optional: ty.optional, range: None }
    }

    /// The type with its range; the constants that the range uses must be known.
    pub(crate) fn full_slot(&mut self, ty: &TypeRef) -> Slot {
        let mut slot = self.slot(ty);
        slot.range = ty.range.as_ref().map(|r| self.slot_range(r, &slot.ty));
        slot
    }

    /// A range after a type; after a list it bounds the length.
    pub(crate) fn slot_range(&mut self, range: &Range, ty: &Ty) -> model::Range {
        match ty {
            Ty::List(_) => self.range(range, &Ty::Integer),
            ty => self.range(range, ty),
        }
    }

    fn ty(&mut self, kind: &TypeKind) -> Ty {
        match kind {
            TypeKind::Text => Ty::Text,
            TypeKind::Integer => Ty::Integer,
            TypeKind::Number => Ty::Number,
            TypeKind::Bool => Ty::Bool,
            TypeKind::Duration => Ty::Duration,
            TypeKind::Times => Ty::Times,
            TypeKind::Rings => Ty::Rings,
            TypeKind::Chars => Ty::Chars,
            TypeKind::Money => Ty::Money,
            TypeKind::Points => Ty::Points,
            TypeKind::Pace => Ty::Pace,
            TypeKind::Date => Ty::Date,
            TypeKind::Clock => Ty::Clock,
            TypeKind::Instant => Ty::Instant,
            TypeKind::Mobile => Ty::Mobile,
            TypeKind::Phone => Ty::Phone,
            TypeKind::Recording => Ty::Recording,
            TypeKind::Signature => Ty::Signature,
            TypeKind::Person => Ty::Person(None),
            TypeKind::RoleName => Ty::Role,
            TypeKind::Phrases => Ty::Phrases,
            TypeKind::List(of) => Ty::List(Box::new(self.ty(of))),
            TypeKind::Named(path) => self.named_ty(path),
        }
    }

    fn named_ty(&mut self, path: &Path) -> Ty {
        if let [name] = path.parts.as_slice()
            && self.global_quietly(&name.text).is_none_or(|s| matches!(s, Symbol::Param(_)))
            && let Some(role) = built_in_word(&name.text)
        {
            return Ty::Person(role);
        }
        if let [name] = path.parts.as_slice()
            && self.global_quietly(&name.text).is_none()
        {
            let is_type = |s: Symbol| matches!(s, Symbol::Taxonomy(_) | Symbol::Form(_) | Symbol::Role(_) | Symbol::Decision(_));
            let declared = self.env.scopes.visible(self.file).filter(|(_, e)| is_type(e.symbol)).map(|(n, _)| n.as_str());
            self.report(unknown(name, Wanted::Type, None, WORDS.iter().copied().chain(declared)));
            return Ty::Bad;
        }
        let model = self.model;
        let picked = self.named(path, Wanted::Type, |symbol| match symbol {
            Symbol::Taxonomy(id) => Some(Ty::Leaf(id)),
            Symbol::Form(id) => Some(Ty::Record(id)),
            Symbol::Role(id) => Some(Ty::Person(Some(id))),
            Symbol::Decision(id) => Some(model.decisions.get(id.index()).map_or(Ty::Bad, |d| d.gives.ty.clone())),
            _ => None,
        });
        picked.unwrap_or(Ty::Bad)
    }

    /// What a bare name is, without a finding.
    pub(crate) fn global_quietly(&self, name: &str) -> Option<Symbol> {
        match self.env.scopes.look(self.file, name) {
            crate::sema::scope::Found::One(entry) => Some(entry.symbol),
            crate::sema::scope::Found::Two(two) => Some(two[0].1.symbol),
            crate::sema::scope::Found::None => None,
        }
    }

    /// Where what a symbol stands for was declared.
    pub(crate) fn declared(&self, name: &str) -> Option<Span> {
        match self.env.scopes.look(self.file, name) {
            crate::sema::scope::Found::One(entry) => Some(entry.span),
            _ => None,
        }
    }
}
