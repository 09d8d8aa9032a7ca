//! Tensors travel as little-endian bytes, row-major.

use crate::contract::recarena::v1::{Column, DataType, Tensor};

/// Packs an item for each lane.
pub fn items(values: &[i32]) -> Tensor {
    Tensor {
        data_type: DataType::Int32.into(),
        shape: vec![values.len() as i64],
        data: values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    }
}

/// Packs a number for each lane.
pub fn reals(values: &[f64]) -> Tensor {
    Tensor {
        data_type: DataType::Float64.into(),
        shape: vec![values.len() as i64],
        data: values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    }
}

/// Finds an observation or signal by name.
pub fn column<'a>(columns: &'a [Column], name: &str) -> Result<&'a Column, String> {
    columns
        .iter()
        .find(|column| column.name == name)
        .ok_or_else(|| format!("the server did not send {name:?}"))
}

/// The bytes of a column's elements.
pub fn bytes(column: &Column) -> &[u8] {
    column.values.as_ref().map_or(&[], |values| &values.data)
}

fn int32s(data: &[u8]) -> Vec<i32> {
    data.chunks_exact(4)
        .map(|chunk| i32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]))
        .collect()
}

/// The elements of a column whose rows differ in length: offsets say which belong to which lane.
pub fn rows(ragged: &Column) -> Vec<Vec<i32>> {
    let elements = int32s(bytes(ragged));
    int32s(&ragged.row_offsets)
        .windows(2)
        .map(|ends| elements[ends[0] as usize..ends[1] as usize].to_vec())
        .collect()
}
