import protobuf from 'protobufjs/light.js'

const field = (id: number, type: string) => ({ id, type })
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' })
/** Edition 2023: whatever is set is written (0 and the empty string too), lists of numbers are packed. */
const message = (fields: Record<string, { id: number; type: string }>) => ({ edition: '2023', fields })

/** The messages and fields of ONNX's own schema (onnx.proto) that are written here, under their numbers there. */
const schema = {
  nested: {
    ModelProto: message({
      irVersion: field(1, 'int64'),
      producerName: field(2, 'string'),
      graph: field(7, 'GraphProto'),
      opsetImport: list(8, 'OperatorSetIdProto'),
    }),
    OperatorSetIdProto: message({ domain: field(1, 'string'), version: field(2, 'int64') }),
    GraphProto: message({
      node: list(1, 'NodeProto'),
      name: field(2, 'string'),
      initializer: list(5, 'TensorProto'),
      input: list(11, 'ValueInfoProto'),
      output: list(12, 'ValueInfoProto'),
    }),
    NodeProto: message({
      input: list(1, 'string'),
      output: list(2, 'string'),
      name: field(3, 'string'),
      opType: field(4, 'string'),
      attribute: list(5, 'AttributeProto'),
      domain: field(7, 'string'),
    }),
    AttributeProto: message({
      name: field(1, 'string'),
      i: field(3, 'int64'),
      s: field(4, 'bytes'),
      ints: list(8, 'int64'),
      type: field(20, 'int32'),
    }),
    TensorProto: message({
      dims: list(1, 'int64'),
      dataType: field(2, 'int32'),
      name: field(8, 'string'),
      rawData: field(9, 'bytes'),
      externalData: list(13, 'StringStringEntryProto'),
      dataLocation: field(14, 'int32'),
    }),
    StringStringEntryProto: message({ key: field(1, 'string'), value: field(2, 'string') }),
    ValueInfoProto: message({ name: field(1, 'string'), type: field(2, 'TypeProto') }),
    TypeProto: message({ tensorType: field(1, 'TensorType') }),
    TensorType: message({ elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') }),
    TensorShapeProto: message({ dim: list(1, 'Dimension') }),
    Dimension: message({ dimValue: field(1, 'int64'), dimParam: field(2, 'string') }),
  },
}

/** AttributeProto.AttributeType, as far as it is written. */
export const attributeTypes = { INT: 2, STRING: 3, INTS: 7 } as const
/** TensorProto.DataLocation.EXTERNAL: the bytes lie outside the model. */
export const externalLocation = 1

/** A model as its protobuf bytes. */
export function encodeModel(model: object): Uint8Array {
  const type = protobuf.Root.fromJSON(schema).lookupType('ModelProto')
  return type.encode(model).finish()
}
