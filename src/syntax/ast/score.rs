//! 评分: what findings cost.

use super::{Expr, Name, Path};
use crate::base::Span;

/// 评分
#[derive(Debug, Clone)]
pub struct Score {
    /// Its name, where it has one.
    pub name: Option<Name>,
    /// 满分
    pub full: Option<(Expr, Span)>,
    /// 合格
    pub pass: Option<(Expr, Span)>,
    /// 否决
    pub veto: Option<(Expr, Span)>,
    /// 组
    pub groups: Vec<ScoreGroup>,
    /// The head line.
    pub span: Span,
}

/// `组 礼貌 至多 20分: 规则甲、规则乙`
#[derive(Debug, Clone)]
pub struct ScoreGroup {
    /// Its name.
    pub name: Name,
    /// 至多
    pub at_most: Option<Expr>,
    /// Its rules.
    pub rules: Vec<Path>,
    /// The line.
    pub span: Span,
}
