/** An ISO time as people read it, `2026-03-01 02:00`, in UTC. */
export const minute = (iso: string): string => iso.slice(0, 16).replace("T", " ");
