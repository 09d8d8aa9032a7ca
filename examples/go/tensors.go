package main

import (
	"encoding/binary"
	"fmt"
	"math"

	pb "recarena.example/agent/recarena/v1"
)

// Tensors travel as little-endian bytes, row-major.

// items packs an item for each lane.
func items(values []int32) *pb.Tensor {
	data := make([]byte, 0, 4*len(values))
	for _, value := range values {
		data = binary.LittleEndian.AppendUint32(data, uint32(value))
	}
	return &pb.Tensor{DataType: pb.DataType_DATA_TYPE_INT32, Shape: []int64{int64(len(values))}, Data: data}
}

// reals packs a number for each lane.
func reals(values []float64) *pb.Tensor {
	data := make([]byte, 0, 8*len(values))
	for _, value := range values {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(value))
	}
	return &pb.Tensor{DataType: pb.DataType_DATA_TYPE_FLOAT64, Shape: []int64{int64(len(values))}, Data: data}
}

// column finds an observation or signal by name.
func column(columns []*pb.Column, name string) (*pb.Column, error) {
	for _, found := range columns {
		if found.Name == name {
			return found, nil
		}
	}
	return nil, fmt.Errorf("the server did not send %q", name)
}

// int32s unpacks INT32 elements.
func int32s(data []byte) []int32 {
	values := make([]int32, len(data)/4)
	for i := range values {
		values[i] = int32(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return values
}

// rows are the elements of a column whose rows differ in length: offsets say which belong to which lane.
func rows(ragged *pb.Column) [][]int32 {
	elements, offsets := int32s(ragged.Values.Data), int32s(ragged.RowOffsets)
	lanes := make([][]int32, len(offsets)-1)
	for lane := range lanes {
		lanes[lane] = elements[offsets[lane]:offsets[lane+1]]
	}
	return lanes
}
