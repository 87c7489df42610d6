#pragma once

#include <openssl/types.h>

#include <memory>

namespace qd::lab {

using CertificatePtr = std::shared_ptr<X509>;
using PrivateKeyPtr = std::shared_ptr<EVP_PKEY>;

/// What a TLS server shows its callers.
struct TlsIdentity {
    CertificatePtr certificate;
    PrivateKeyPtr key;
};

} // namespace qd::lab
