/// <reference types="vite/client" />
/** version of package.json, put in at build */
declare const __VERSION__: string;
