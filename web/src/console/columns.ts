/** What a table column is. `order` names the server's sort key and makes the head a button. */
export interface Column {
  key: string;
  label: string;
  width?: number;
  right?: boolean;
  strong?: boolean;
  order?: string;
  /** gives way when the side sheet is open */
  wideOnly?: boolean;
  /** its head is heard, not seen */
  mute?: boolean;
}
