from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional, Union, final, overload

from ._outline import PolicyOutline, StatementOutline
from ._report import DecidedBy, DecidingStatement, Dependency, LayerReport
from .types import (
    Answer,
    ContextMode,
    ContextValue,
    Limits,
    ManyLevels,
    ManyPolicies,
    OnePolicy,
    PolicyLike,
    PolicyType,
    PositionEncoding,
    PrincipalGrade,
    PrincipalLike,
    Profile,
    RequestLike,
)

__all__ = [
    "Decision",
    "Decisions",
    "Policy",
    "PolicySet",
    "Request",
    "ask",
    "call",
    "restore_decision",
    "restore_policy",
    "restore_policy_set",
    "restore_request",
]

def call(verb: str, text: str) -> str: ...
def ask(verb: str, input: Mapping[str, Any]) -> str: ...
def restore_decision(json: str, explanation: str) -> Decision: ...
def restore_policy(source: str, options: dict[str, Any]) -> Policy: ...
def restore_policy_set(json: str, options: dict[str, Any]) -> PolicySet: ...
def restore_request(json: str) -> Request: ...

@final
class Policy:
    @staticmethod
    def parse(
        policy: PolicyLike,
        *,
        profile: Profile = "strict",
        policy_type: Optional[PolicyType] = None,
        limits: Optional[Limits] = None,
        position_encoding: PositionEncoding = "code-points",
    ) -> Policy: ...
    @staticmethod
    def lint(
        policy: PolicyLike,
        *,
        limits: Optional[Limits] = None,
        position_encoding: PositionEncoding = "code-points",
    ) -> dict[str, Any]: ...
    @property
    def source(self) -> str: ...
    @property
    def version(self) -> Optional[str]: ...
    @property
    def id(self) -> Optional[str]: ...
    @property
    def statements(self) -> tuple[StatementOutline, ...]: ...
    def outline(self) -> PolicyOutline: ...
    def format(self, pretty: bool = True) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[str, dict[str, Any]]]: ...

@final
class Request:
    @overload
    def __new__(cls, action: RequestLike, /) -> Request: ...
    @overload
    def __new__(
        cls,
        action: str,
        resource: str = "*",
        *,
        principal: Optional[PrincipalLike] = None,
        context: Optional[Mapping[str, ContextValue]] = None,
        resource_account: Optional[str] = None,
        resource_in_management_account: bool = False,
        context_mode: ContextMode = "closed",
        grants: Sequence[Mapping[str, Any]] = (),
        called_via: Optional[Sequence[str]] = None,
        override: bool = False,
    ) -> Request: ...
    @property
    def action(self) -> str: ...
    @property
    def resource(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class PolicySet:
    def __new__(
        cls,
        *,
        identity: Optional[ManyPolicies] = None,
        permissions_boundary: Optional[OnePolicy] = None,
        session: Optional[ManyPolicies] = None,
        service_control: Optional[ManyLevels] = None,
        resource_control: Optional[ManyLevels] = None,
        resource: Optional[OnePolicy] = None,
        vpc_endpoint: Optional[OnePolicy] = None,
        trust: Optional[OnePolicy] = None,
        limits: Optional[Limits] = None,
        position_encoding: PositionEncoding = "code-points",
    ) -> PolicySet: ...
    @overload
    def evaluate(self, action: RequestLike, /) -> Decision: ...
    @overload
    def evaluate(
        self,
        action: str,
        resource: str = "*",
        *,
        principal: Optional[PrincipalLike] = None,
        context: Optional[Mapping[str, ContextValue]] = None,
        resource_account: Optional[str] = None,
        resource_in_management_account: bool = False,
        context_mode: ContextMode = "closed",
        grants: Sequence[Mapping[str, Any]] = (),
        called_via: Optional[Sequence[str]] = None,
        override: bool = False,
    ) -> Decision: ...
    @overload
    def decide(self, action: RequestLike, /) -> Answer: ...
    @overload
    def decide(
        self,
        action: str,
        resource: str = "*",
        *,
        principal: Optional[PrincipalLike] = None,
        context: Optional[Mapping[str, ContextValue]] = None,
        resource_account: Optional[str] = None,
        resource_in_management_account: bool = False,
        context_mode: ContextMode = "closed",
        grants: Sequence[Mapping[str, Any]] = (),
        called_via: Optional[Sequence[str]] = None,
        override: bool = False,
    ) -> Answer: ...
    def evaluate_many(self, requests: Union[str, bytes, Iterable[RequestLike]]) -> Decisions: ...
    def __reduce__(self) -> tuple[Any, tuple[str, dict[str, Any]]]: ...

@final
class Decision:
    @property
    def answer(self) -> Answer: ...
    @property
    def is_allowed(self) -> bool: ...
    @property
    def is_denied(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def decided_by(self) -> Optional[DecidedBy]: ...
    @property
    def maybe_explicit(self) -> bool: ...
    @property
    def principal_grade(self) -> PrincipalGrade: ...
    @property
    def statements(self) -> tuple[DecidingStatement, ...]: ...
    @property
    def missing_keys(self) -> tuple[str, ...]: ...
    @property
    def depends_on(self) -> tuple[Dependency, ...]: ...
    @property
    def layers(self) -> tuple[LayerReport, ...]: ...
    def explain(self) -> str: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __bool__(self) -> bool: ...
    def __reduce__(self) -> tuple[Any, tuple[str, str]]: ...

@final
class Decisions:
    @overload
    def __getitem__(self, index: int, /) -> Decision: ...
    @overload
    def __getitem__(self, index: slice, /) -> Decisions: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Decision]: ...
    @property
    def answers(self) -> list[Answer]: ...
    @property
    def allowed(self) -> list[bool]: ...
    def count(self, answer: Answer) -> int: ...
