/** Start of the one application with two doors. */
import { createPinia } from "pinia";
import { createApp } from "vue";

import App from "@/App.vue";
import { language, languageSet } from "@/locales/language";
import { router } from "@/router";
import { lookApply } from "@/shared/theme";
import { unsavedGuard } from "@/shared/unsaved";
import { workerRegister } from "@/shared/worker";

import "@/shared/styles/tokens.css";
import "@/shared/styles/components.css";
import "@/shared/styles/phone.css";

languageSet(language.value);
lookApply();
createApp(App).use(createPinia()).use(router).mount("#app");
unsavedGuard(window);
workerRegister().catch((error: unknown) => console.warn("no service worker", error));
