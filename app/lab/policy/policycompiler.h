#pragma once

#include "policy/policyprogram.h"
#include "policy/script/script.h"

#include <optional>
#include <string>
#include <vector>

namespace qd::lab::policy {

/// A text of a policy: literal, or an expression.
struct PolicyText {
    std::string literal;
    ScriptRef script;
    bool isGiven = false;

    /// The expression's value, or the literal as a string; throws PolicyAbort when the expression fails.
    [[nodiscard]] Value value(Exchange &exchange) const;
    [[nodiscard]] std::string text(Exchange &exchange) const { return script ? toText(value(exchange)) : literal; }
    [[nodiscard]] bool truth(Exchange &exchange) const;
    [[nodiscard]] double number(Exchange &exchange) const;
};

/// Where a policy may stand, and what it may hold.
struct PolicySpec;

/// Turns elements into steps; collects faults. One use a document.
class PolicyCompiler
{
public:
    explicit PolicyCompiler(const PolicyWorld &world) : m_world(world) {}

    /// The policies below `parent`, in order.
    PolicyStep sequence(const PolicyNode &parent, Section section);
    [[nodiscard]] const std::vector<Fault> &faults() const { return m_faults; }
    void fault(const PolicyNode &node, Place at, const std::string &message, const std::string &code = {});

    /// The attribute's text; literal ones are taken with named values put in. `wanted`: the type an expression must have.
    PolicyText attribute(const PolicyNode &node, std::string_view name, Type wanted = nullptr);
    /// What an element holds as text or expression.
    PolicyText content(const PolicyNode &node);
    /// A literal attribute or `fallback`.
    std::string literal(const PolicyNode &node, std::string_view name, const std::string &fallback = {});
    PolicyStep fragment(const PolicyNode &node, Section section);
    [[nodiscard]] const PolicyWorld &world() const { return m_world; }

    /// True when the message that a policy of this section changes is the response.
    static bool changesResponse(Section section) { return section == Section::Outbound || section == Section::OnError; }

private:
    PolicyStep step(const PolicyNode &node, Section section);
    PolicyText made(const PolicyNode &node, const std::string &text, Place at, Type wanted);
    std::string withNamedValues(const PolicyNode &node, const std::string &text, Place at);

    const PolicyWorld &m_world;
    std::vector<Fault> m_faults;
    int m_depth = 0;
    int m_fragments = 0;
};

using PolicyMaker = PolicyStep (*)(PolicyCompiler &, const PolicyNode &, Section);

/// `attributes` lists names: "!" required, "@" takes an expression, ":int" ":number" ":bool" or "=a|b" what a literal may
/// be. `children` lists elements in it ("policies": any policies; "text": text). No maker: known, but not run here.
struct PolicySpec {
    const char *name;
    const char *sections; ///< letters i b o e
    const char *attributes;
    const char *children;
    PolicyMaker make;
};

/// Null for a name that is no policy at all.
const PolicySpec *policySpec(std::string_view name);
/// Checks attributes, children and text of an element against its spec.
void checkPolicy(PolicyCompiler &compiler, const PolicyNode &node, const PolicySpec &spec);

// Makers, by theme.
PolicyStep makeBase(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeChoose(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeReturnResponse(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeMockResponse(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeRetry(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeForwardRequest(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeIncludeFragment(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetVariable(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeTrace(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetHeader(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetBody(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetStatus(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetMethod(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetQueryParameter(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeSetBackendService(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeRewriteUri(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeFindAndReplace(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeCors(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeCheckHeader(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeIpFilter(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeRateLimit(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeQuota(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeTokenLimit(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeEmitMetric(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeEmitTokenMetric(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeManagedIdentity(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeCacheLookupValue(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeCacheStoreValue(PolicyCompiler &, const PolicyNode &, Section);
PolicyStep makeCacheRemoveValue(PolicyCompiler &, const PolicyNode &, Section);
/// Accepted and without effect in the lab: the semantic cache needs an embeddings model.
PolicyStep makeNothing(PolicyCompiler &, const PolicyNode &, Section);

} // namespace qd::lab::policy
