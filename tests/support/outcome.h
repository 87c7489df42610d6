#pragma once

#include "http/call.h"

#include <QObject>
#include <QTest>

#include <optional>

namespace qd::test {

/// Catches what a Call delivers and counts how often. Its context can be destroyed on its own.
template<typename T>
class Outcome
{
public:
    /// Pass these to the method that starts the call.
    [[nodiscard]] QObject *context() { return m_context.get(); }
    [[nodiscard]] Completion<T> completion()
    {
        return [this](Result<T> result) {
            ++m_count;
            m_result.emplace(std::move(result));
        };
    }
    void destroyContext() { m_context.reset(); }

    /// Waits for the delivery; false after five seconds.
    [[nodiscard]] bool wait()
    {
        return QTest::qWaitFor([this] { return m_count > 0; }, 5000);
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] bool ok() const { return m_result && m_result->has_value(); }
    [[nodiscard]] const auto &value() const requires(!std::is_void_v<T>) { return m_result->value(); }
    [[nodiscard]] const Error &error() const { return m_result->error(); }
    [[nodiscard]] ErrorKind kind() const { return m_result && !m_result->has_value() ? error().kind : ErrorKind::Internal; }

private:
    std::unique_ptr<QObject> m_context = std::make_unique<QObject>();
    std::optional<Result<T>> m_result;
    int m_count = 0;
};

} // namespace qd::test
