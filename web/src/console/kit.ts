/** The parts of Element Plus the console uses, with their styles; nothing else of it is loaded.
 *  The shell provides language and theme. */
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/el-config-provider.css";
import "element-plus/theme-chalk/el-date-picker.css";
import "element-plus/theme-chalk/el-date-picker-panel.css";
import "element-plus/theme-chalk/el-input.css";
import "element-plus/theme-chalk/el-input-number.css";
import "element-plus/theme-chalk/el-option.css";
import "element-plus/theme-chalk/el-popper.css";
import "element-plus/theme-chalk/el-scrollbar.css";
import "element-plus/theme-chalk/el-select.css";
import "element-plus/theme-chalk/el-tag.css";
import "@/console/kit.css";

export { ElDatePicker, ElInputNumber, ElOption, ElSelect } from "element-plus";
