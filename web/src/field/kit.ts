/** The parts of Vant the phone uses, without its icon font: icons are our own. */
import "vant/es/style/base.css";
import "vant/es/overlay/index.css";
import "vant/es/popup/index.css";
import "vant/es/loading/index.css";
import "vant/es/toast/index.css";
import "vant/es/button/index.css";
import "vant/es/dialog/index.css";

import { showConfirmDialog, showToast } from "vant/es";

import { t } from "@/locales/shared";

export { default as Popup } from "@/field/BottomSheet.vue";

/** Asks before something is taken away. */
export async function sure(message: string, action: string): Promise<boolean> {
  return showConfirmDialog({ message, confirmButtonText: action, cancelButtonText: t("act.cancel"), confirmButtonColor: "var(--bad)" }).then(
    () => true,
    () => false,
  );
}

export function say(message: string): void {
  showToast({ message, type: "text", duration: 3_500, wordBreak: "break-word" });
}
