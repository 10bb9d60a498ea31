// So that `node examples/contracts` finds it.
import './main.ts'
