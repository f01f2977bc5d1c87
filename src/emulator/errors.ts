import { randomUUID } from "node:crypto";
import type { Reply } from "./model.ts";

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
}

/** Thrown to refuse a request; caught in one place and answered as an error list. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly error: ApiError;
  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.error = { code, message, field };
  }
}

/** Intercom's error envelope: https://developers.intercom.com/docs/references/rest-api/errors/error-objects */
export function errorReply(status: number, error: ApiError, headers?: Reply["headers"]): Reply {
  return {
    status,
    body: { type: "error.list", request_id: randomUUID(), errors: [error] },
    headers,
  };
}

export function refusalReply(refusal: Refusal): Reply {
  return errorReply(refusal.status, refusal.error);
}

export const notFound = (what: string): Refusal => new Refusal(404, "not_found", `${what} not found`);
