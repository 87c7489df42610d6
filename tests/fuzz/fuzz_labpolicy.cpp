// Policy documents and the expressions in them: read in both formats, compiled, written back. Never crashes, never hangs.
#include "policy/policyprogram.h"
#include "policy/policyreader.h"
#include "policy/policywriter.h"
#include "policy/script/script.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace qd::lab::policy;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    for (const PolicyFormat format : {PolicyFormat::RawXml, PolicyFormat::Xml}) {
        const auto document = readPolicy(text, format);
        if (const auto *nodes = std::get_if<std::vector<PolicyNode>>(&document)) {
            (void)PolicyProgram::compile(*nodes, {});
            (void)writePolicy(*nodes, format);
        }
    }
    const auto compiled = compileScript(text, {});
    if (const auto *script = std::get_if<ScriptRef>(&compiled)) {
        ScriptContext context;
        (void)(*script)->run(context, {.steps = 20'000, .bytes = 1U << 20U});
    }
    return 0;
}
