#![doc = include_str!("../README.md")]

pub mod assess;
pub mod catalog;
pub mod checks;
pub mod cli;
pub mod data;
pub mod domain;
pub mod import;
pub mod render;
pub mod report;
pub mod score;
pub mod text;
