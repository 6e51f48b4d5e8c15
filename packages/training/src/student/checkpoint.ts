import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ImaginariumError, jsonValueSchema } from '@imaginarium/contracts';
import { readJsonFile, writeFileAtomic, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import type { ParameterBlock } from './optimiser/parameter-block.ts';
import { BASE_MODEL, createStudent, type Student, weightBlocks, withTools } from './student.ts';
import type { ValueForm } from './value-form.ts';

const META = 'student.json';
const WEIGHTS = 'weights.bin';

const partSchema = z.union([z.strictObject({ text: z.string() }), z.strictObject({ hole: z.string() })]);
const formSchema: z.ZodType<ValueForm> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('omit') }),
  z.strictObject({ kind: z.literal('constant'), value: jsonValueSchema }),
  z.strictObject({ kind: z.literal('copy'), parts: z.array(partSchema) }),
]);
const answerSchema = z.array(
  z.union([
    z.strictObject({ text: z.string() }),
    z.strictObject({ observed: z.string() }),
    z.strictObject({ asked: z.string() }),
  ]),
);
const metaSchema = z.strictObject({
  format: z.literal(1),
  baseModel: z.literal(BASE_MODEL),
  tools: z.array(
    z.strictObject({
      name: z.string(),
      slots: z.array(z.strictObject({ path: z.string(), forms: z.array(formSchema) })),
      known: z.record(z.string(), jsonValueSchema),
      answers: z.array(answerSchema),
    }),
  ),
  replies: z.array(z.strictObject({ query: z.string(), answer: z.string() })),
});

/** Writes a student into a folder of its own, which afterwards is whole or not there. @throws ImaginariumError `disk/…` */
export async function saveCheckpoint(folder: string, student: Student): Promise<void> {
  const pending = `${folder}.pending`;
  await rm(pending, { recursive: true, force: true });
  await mkdir(pending, { recursive: true });
  const { tools, replies } = student;
  await writeJsonFile(join(pending, META), { format: 1, baseModel: BASE_MODEL, tools, replies });
  await writeFileAtomic(
    join(pending, WEIGHTS),
    joinArrays(weightBlocks(student.weights).map(([, { values }]) => values)),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(pending, folder);
}

/** @throws ImaginariumError `input/not-found`, `input/malformed`, `input/not-a-checkpoint` */
export async function loadCheckpoint(folder: string): Promise<Student> {
  const { tools, replies } = await readJsonFile(join(folder, META), metaSchema);
  const student = withTools(createStudent(), tools, replies);
  await fillArrays(
    join(folder, WEIGHTS),
    weightBlocks(student.weights).map(([, { values }]) => values),
  );
  return student;
}

/** Writes the optimiser's moments, without which training cannot go on as if undisturbed. @throws ImaginariumError `disk/…` */
export async function saveMoments(path: string, student: Student): Promise<void> {
  await writeFileAtomic(path, joinArrays(momentsOf(student)));
}

/** Reads the moments into the student. @throws ImaginariumError `input/not-a-checkpoint` */
export async function loadMoments(path: string, student: Student): Promise<void> {
  await fillArrays(path, momentsOf(student));
}

function momentsOf({ weights }: Student): Float32Array[] {
  return weightBlocks(weights).flatMap(([, block]: [string, ParameterBlock]) => [
    block.firstMoment,
    block.secondMoment,
  ]);
}

/** 32-bit floats in the machine's order, which is little-endian wherever Node runs. */
function joinArrays(arrays: readonly Float32Array[]): Uint8Array {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

async function fillArrays(path: string, arrays: readonly Float32Array[]): Promise<void> {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw notACheckpoint(path, thrown);
  });
  if (bytes.length !== arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)) throw notACheckpoint(path);
  let at = 0;
  for (const array of arrays) {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytes.subarray(at, at + array.byteLength));
    at += array.byteLength;
  }
}

function notACheckpoint(path: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'input/not-a-checkpoint',
    message: `${path} is not a whole checkpoint of ${BASE_MODEL}.`,
    hint: 'Name a folder that a training job of the student reported as a checkpoint.',
    cause,
  });
}
