//! 规则, 保证, 情形, 计量, 评分, 指标.

use crate::program;
use crate::sema::model::Attr;

/// What is known of an event in hand.
pub(super) fn attr(attr: &Attr) -> program::Attr {
    match attr {
        Attr::Ring => program::Attr::Ring,
        Attr::Pace => program::Attr::Pace,
        Attr::Length => program::Attr::Length,
        Attr::Reason => program::Attr::Reason,
        Attr::Target => program::Attr::Target,
        Attr::Kind => program::Attr::Kind,
        Attr::Number => program::Attr::Number,
        Attr::Campaign => program::Attr::Campaign,
        Attr::Captured(name) => program::Attr::Captured(name.clone()),
    }
}
