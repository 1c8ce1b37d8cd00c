//! 场景: calls written down, one for each row.

mod row;
