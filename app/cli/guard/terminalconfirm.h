#pragma once

#include "clistreams.h"
#include "confirmservice.h"
#include "guard/guardoptions.h"

namespace qd {

/// Answers from the options; else shows the change and asks on the terminal; without one the answer is an error that
/// says which option is missing. Reading the terminal blocks, as a command line may.
class TerminalConfirm final : public ConfirmService
{
public:
    /// `streams` is borrowed.
    TerminalConfirm(const CliStreams &streams, const GuardOptions &options) : m_streams(streams), m_options(options) {}

    Call ask(const ConfirmRequest &request, QObject *context, Completion<bool> completion) override;

private:
    [[nodiscard]] Result<QString> answerOf(const ConfirmRequest &request) const;
    void show(const ConfirmRequest &request) const;

    const CliStreams &m_streams;
    const GuardOptions m_options;
};

/// The change in lines for a terminal: title, target, effects, what goes with minus and what comes with plus.
QString changeText(const ConfirmRequest &request);

} // namespace qd
