#include "policy/policycompiler.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cmath>
#include <optional>

namespace qd::lab::policy {

namespace {

/// Headers and variables that a limit tells its state in.
struct LimitNames {
    std::string retryHeader;
    std::string retryVariable;
    std::string leftHeader;
    std::string leftVariable;
    std::string totalHeader;
};

void tell(Exchange &exchange, const std::string &header, const std::string &variable, double value)
{
    const auto whole = static_cast<int64_t>(std::max(0.0, value));
    if (!header.empty())
        exchange.context.response.headers.add(header, std::to_string(whole));
    if (!variable.empty())
        exchange.context.variables[variable] = Value::integer(whole);
}

std::string clockText(double seconds)
{
    const auto whole = static_cast<int64_t>(std::ceil(seconds));
    char text[32];
    (void)std::snprintf(text, sizeof text, "%02lld:%02d:%02d", static_cast<long long>(whole / 3600), static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    return text;
}

/// Roughly four bytes a token, as everybody estimates without the model's own tables.
double estimatedTokens(const std::string &text) { return std::ceil(static_cast<double>(text.size()) / 4); }

double periodSeconds(const std::string &name)
{
    if (name == "Hourly")
        return 3600;
    if (name == "Daily")
        return 86400;
    if (name == "Weekly")
        return 7 * 86400;
    return name == "Yearly" ? 365 * 86400 : 30 * 86400;
}

/// An IPv4 address as a number.
std::optional<uint32_t> addressNumber(const std::string &text)
{
    in_addr address{};
    if (inet_pton(AF_INET, text.c_str(), &address) != 1)
        return std::nullopt;
    return ntohl(address.s_addr);
}

bool inRange(const std::string &address, const std::string &low, const std::string &high)
{
    const std::optional<uint32_t> at = addressNumber(address);
    const std::optional<uint32_t> from = addressNumber(low);
    const std::optional<uint32_t> to = addressNumber(high);
    return at && from && to && *from <= *at && *at <= *to;
}

} // namespace

PolicyStep makeCheckHeader(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText name = compiler.attribute(node, "name");
    PolicyText status = compiler.attribute(node, "failed-check-httpcode");
    PolicyText message = compiler.attribute(node, "failed-check-error-message");
    PolicyText ignoreCase = compiler.attribute(node, "ignore-case");
    std::vector<PolicyText> values;
    for (const PolicyNode &child : node.children)
        if (child.name == "value")
            values.push_back(compiler.content(child));
    return [=](Exchange &exchange) {
        const NameValues &headers = exchange.context.request.headers;
        const std::string key = name.text(exchange);
        const bool fold = ignoreCase.truth(exchange);
        const std::string held = fold ? ordinalUpper(headers.value(key)) : headers.value(key);
        bool isGood = headers.has(key) && values.empty();
        for (const PolicyText &value : values)
            isGood = isGood || (headers.has(key) && held == (fold ? ordinalUpper(value.text(exchange)) : value.text(exchange)));
        if (!isGood)
            throw PolicyAbort{static_cast<int>(status.number(exchange)), headers.has(key) ? "HeaderValueNotAllowed" : "HeaderNotFound",
                              message.text(exchange), "check-header", {}};
        return true;
    };
}

PolicyStep makeIpFilter(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    struct Range {
        std::string from;
        std::string to;
    };
    std::vector<Range> ranges;
    for (const PolicyNode &child : node.children) {
        if (child.name == "address") {
            const std::string one = compiler.content(child).literal;
            ranges.push_back({one, one});
        } else if (child.name == "address-range") {
            ranges.push_back({compiler.literal(child, "from"), compiler.literal(child, "to")});
        }
    }
    PolicyText action = compiler.attribute(node, "action");
    return [=](Exchange &exchange) {
        const std::string &address = exchange.context.request.ipAddress;
        const bool isListed = std::any_of(ranges.begin(), ranges.end(), [&](const Range &range) { return inRange(address, range.from, range.to); });
        if (isListed != (action.text(exchange) == "allow"))
            throw PolicyAbort{403, isListed ? "CallerIpBlocked" : "CallerIpNotAllowed", "Forbidden", "ip-filter", {}};
        return true;
    };
}

PolicyStep makeRateLimit(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const bool byKey = node.name == "rate-limit-by-key";
    PolicyText calls = compiler.attribute(node, "calls");
    PolicyText period = compiler.attribute(node, "renewal-period");
    PolicyText key = compiler.attribute(node, "counter-key");
    PolicyText condition = compiler.attribute(node, "increment-condition", typeOf(Kind::Bool));
    PolicyText amount = compiler.attribute(node, "increment-count");
    const LimitNames names{compiler.literal(node, "retry-after-header-name", "Retry-After"), compiler.literal(node, "retry-after-variable-name"),
                           compiler.literal(node, "remaining-calls-header-name"), compiler.literal(node, "remaining-calls-variable-name"),
                           compiler.literal(node, "total-calls-header-name")};
    return [=](Exchange &exchange) {
        if (condition.isGiven && !condition.truth(exchange))
            return true;
        const std::string subject = byKey ? key.text(exchange) : exchange.context.subscription ? exchange.context.subscription->id : "";
        if (!byKey && subject.empty())
            return true; // counts subscriptions, and there is none
        double retryAfter = 0;
        const double limit = calls.number(exchange);
        const double left = exchange.host->count((byKey ? "rate-by-key:" : "rate:" + exchange.context.api.id + ":") + subject,
                                                 amount.isGiven ? amount.number(exchange) : 1, limit, period.number(exchange), true, retryAfter);
        if (left >= 0) {
            tell(exchange, names.leftHeader, names.leftVariable, left);
            if (!names.totalHeader.empty())
                tell(exchange, names.totalHeader, {}, limit);
            return true;
        }
        const std::string seconds = std::to_string(static_cast<int64_t>(std::ceil(retryAfter)));
        tell(exchange, {}, names.retryVariable, std::ceil(retryAfter));
        throw PolicyAbort{429, "RateLimitExceeded", "Rate limit is exceeded. Try again in " + seconds + " seconds.", "rate-limit", {{names.retryHeader, seconds}}};
    };
}

PolicyStep makeQuota(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    const bool byKey = node.name == "quota-by-key";
    PolicyText calls = compiler.attribute(node, "calls");
    PolicyText bandwidth = compiler.attribute(node, "bandwidth");
    PolicyText period = compiler.attribute(node, "renewal-period");
    PolicyText key = compiler.attribute(node, "counter-key");
    PolicyText condition = compiler.attribute(node, "increment-condition", typeOf(Kind::Bool));
    PolicyText amount = compiler.attribute(node, "increment-count");
    if (!calls.isGiven && !bandwidth.isGiven)
        compiler.fault(node, node.at, "Either 'calls' or 'bandwidth' must be specified.");
    return [=](Exchange &exchange) {
        if (condition.isGiven && !condition.truth(exchange))
            return true;
        const std::string subject = byKey ? key.text(exchange) : exchange.context.subscription ? exchange.context.subscription->id : "";
        const double seconds = period.number(exchange);
        const auto take = [&](const char *what, double by, double limit) {
            double retryAfter = 0;
            if (exchange.host->count(std::string(what) + (byKey ? "quota-by-key:" : "quota:") + subject, by, limit, seconds, false, retryAfter) < 0)
                throw PolicyAbort{403, "QuotaExceeded", std::string("Out of ") + what + " volume quota. Quota will be replenished in " + clockText(retryAfter) + ".",
                                  "quota", {{"Retry-After", std::to_string(static_cast<int64_t>(std::ceil(retryAfter)))}}};
        };
        if (calls.isGiven)
            take("call", amount.isGiven ? amount.number(exchange) : 1, calls.number(exchange));
        if (bandwidth.isGiven)
            take("bandwidth", static_cast<double>(exchange.context.request.body.bytes.size()) / 1024, bandwidth.number(exchange));
        return true;
    };
}

PolicyStep makeTokenLimit(PolicyCompiler &compiler, const PolicyNode &node, Section /*section*/)
{
    PolicyText key = compiler.attribute(node, "counter-key");
    PolicyText perMinute = compiler.attribute(node, "tokens-per-minute");
    PolicyText quota = compiler.attribute(node, "token-quota");
    const double quotaPeriod = periodSeconds(compiler.literal(node, "token-quota-period", "Monthly"));
    const bool estimates = compiler.literal(node, "estimate-prompt-tokens") == "true";
    const LimitNames names{compiler.literal(node, "retry-after-header-name", "Retry-After"), compiler.literal(node, "retry-after-variable-name"),
                           compiler.literal(node, "remaining-tokens-header-name"), compiler.literal(node, "remaining-tokens-variable-name"), {}};
    if (!perMinute.isGiven && !quota.isGiven)
        compiler.fault(node, node.at, "Either 'tokens-per-minute' or 'token-quota' must be specified.");
    return [=](Exchange &exchange) {
        const std::string subject = key.text(exchange);
        const double tokens = estimates ? estimatedTokens(exchange.context.request.body.bytes) : 0;
        const auto take = [&](const std::string &counter, double limit, double seconds, int status) {
            double retryAfter = 0;
            const double left = exchange.host->count(counter, tokens, limit, seconds, status == 429, retryAfter);
            if (left < 0)
                throw PolicyAbort{status, status == 429 ? "TokenLimitExceeded" : "TokenQuotaExceeded",
                                  status == 429 ? "Token limit is exceeded. Try again in " + std::to_string(static_cast<int64_t>(std::ceil(retryAfter))) + " seconds."
                                                : "Token quota is exceeded.",
                                  "llm-token-limit", {{names.retryHeader, std::to_string(static_cast<int64_t>(std::ceil(retryAfter)))}}};
            tell(exchange, status == 429 ? names.leftHeader : "", status == 429 ? names.leftVariable : "", left);
            exchange.tokenCounters.emplace_back(counter, seconds);
        };
        if (perMinute.isGiven)
            take("tokens:" + subject, perMinute.number(exchange), 60, 429);
        if (quota.isGiven)
            take("token-quota:" + subject, quota.number(exchange), quotaPeriod, 403);
        return true;
    };
}

} // namespace qd::lab::policy
