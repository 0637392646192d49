//! The exchange files of the State Land Cadastre of Ukraine: the XML «обмінний файл» (ПКМУ від 17.10.2012 № 1051) and
//! IN4, its forerunner (order of Держкомзем No 136 of 23.05.2003).
//!
//! A file holds units of several kinds; each kind is a layer, named like its element or block. Files in practice break
//! their schema more often than not: what can be read is read, and every deviation is noted. What the files say of
//! persons (owners, tenants, neighbours, engineers, officials) is never read: columns are listed one by one, and what is
//! not listed does not leave the reader.

mod area;
mod chain;
mod deviation;
mod draft;
mod in4;
mod number;
mod system;
mod xml;

pub use in4::read as read_in4;
pub use xml::read as read_xml;

pub(crate) use in4::is_in4;
pub(crate) use xml::ROOT as EXCHANGE_ROOT;

#[cfg(test)]
mod tests;
