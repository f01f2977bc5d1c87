import type { ChildProcess } from "node:child_process";
import { type Conversion, isShared, type SharedFile } from "./conversion.ts";
import { type Channel, type ConversionAnswer, ConversionRequest } from "./messages.ts";

/** Asks the fleet for a file; undefined: it is to be converted by whoever asks. */
export type AskFleet = (file: SharedFile, signal: AbortSignal) => Promise<Conversion | undefined>;

/**
 * Answers the questions of a run.
 *
 * @param revision of this program: a run of another one converts its files itself, and so do their pages fit together
 * @param ended fires when the run has ended
 */
export function answerRun(channel: Channel, revision: string, ask: AskFleet, ended: AbortSignal): void {
  channel.listen((message) => {
    const { success, data } = ConversionRequest.safeParse(message);
    if (!success) return;
    const answer = (conversion: Conversion | undefined) => {
      const told: ConversionAnswer = {
        kind: "converted",
        id: data.id,
        conversion: conversion ?? null,
      };
      if (!ended.aborted) channel.send(told);
    };
    if (data.revision !== revision || !isShared(data)) answer(undefined);
    // Rejects when the run has ended, and then nobody waits.
    else ask(data, ended).then(answer, () => {});
  });
}

/** The end of the channel that a worker has. */
export function channelToRun(child: ChildProcess): Channel {
  return {
    // A run that has just ended takes no message, and needs none.
    send: (message) => void child.send(message, () => {}),
    listen: (take) => void child.on("message", take),
  };
}

/** The end of the channel that a run has; undefined in a process that was started without one. */
export function channelToWorker(): Channel | undefined {
  if (process.send === undefined) return undefined;
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => {}),
    listen(take) {
      process.on("message", take);
      // To listen is no reason to stay.
      process.channel?.unref();
    },
  };
}
