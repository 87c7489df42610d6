#pragma once

#include "mcp/collection.h"
#include "mcp/collectionrun.h"

#include <memory>
#include <optional>

namespace qd {

/// Reads one answer many times: checks and captures. The result is parsed once. Pure.
class AnswerReader
{
public:
    explicit AnswerReader(const collection::Answer &answer);
    ~AnswerReader();
    Q_DISABLE_COPY_MOVE(AnswerReader)

    /// `check.expected` has its variables replaced already. What was found is cut, and not masked.
    [[nodiscard]] collection::CheckOutcome check(const collection::Check &check) const;
    /// The value as JSON, or nothing when the path finds none. "text" is the whole text.
    [[nodiscard]] std::optional<QString> capture(const QString &path) const;

private:
    struct Parsed;
    std::unique_ptr<Parsed> m_parsed;
};

} // namespace qd
